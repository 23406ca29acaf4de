import Core
package import Kubernetes

/// Somebody who has written an object, and the fields that are theirs since (`metadata.managedFields`).
package struct FieldManager: Sendable, Equatable {
    package let name: String
    /// `Apply` or `Update`.
    package let operation: String
    /// `scale` for an autoscaler, `status` for a controller.
    package let subresource: String?
    private let fields: JSONValue

    init(_ json: JSONValue) {
        name = json["manager"]?.string ?? ""
        operation = json["operation"]?.string ?? ""
        subresource = json["subresource"]?.string
        fields = json["fieldsV1"] ?? .object([:])
    }

    /// Whether a field is theirs: `owns("spec", "replicas")`.
    package func owns(_ path: String...) -> Bool {
        path.reduce(fields as JSONValue?) { $0?["f:\($1)"] } != nil
    }
}

package extension KubernetesClient {
    /// Who owns which fields of an object; empty when it is not there. Caches do not keep this: it is more than the object itself.
    func fieldManagers<Object: KubernetesObject>(
        of type: Object.Type, _ name: String, in namespace: String? = nil, deadline: Duration = .seconds(30)
    ) async throws(KubernetesError) -> [FieldManager] {
        let object = try await ifThere { () async throws(KubernetesError) in
            let path = type.path(ObjectKey(namespace: namespace, name: name))
            return try await call(Call("GET", path, deadline: deadline, verb: "get", kind: type.plural)).decoded(JSONValue.self)
        }
        return (object?["metadata"]?["managedFields"]?.array ?? []).map(FieldManager.init)
    }
}
