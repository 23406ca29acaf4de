package import Core
import HTTPClient
package import Kubernetes

/// What an apply came to.
package struct Applied<Object: KubernetesObject>: Sendable {
    /// As the server has it now.
    package let object: Object
    /// It was not there before. Whether an object that was there has changed, its `resourceVersion` tells.
    package let isCreated: Bool
    /// What the server remarks although it accepted: for instance, that Pod Security will refuse the Pods.
    package let warnings: [String]
}

/// How the dependents of a deleted object go.
package enum Propagation: String, Sendable {
    /// They go first, and the object waits for them.
    case foreground = "Foreground"
    /// The object goes at once, they follow.
    case background = "Background"
    /// They stay.
    case orphan = "Orphan"
}

package extension KubernetesClient {
    /// Server-side apply: the object has these fields from now on, and they are ours.
    ///
    /// A `metadata.resourceVersion` in the object is a fence: the apply is a conflict when somebody has written since.
    ///
    /// - Parameters:
    ///   - force: take fields that others own, instead of a conflict that names them.
    ///   - isDryRun: the answer as it would be, without doing it.
    func apply<Object: KubernetesObject>(
        _ object: Object, force: Bool = false, isDryRun: Bool = false, deadline: Duration = .seconds(30)
    ) async throws(KubernetesError) -> Applied<Object> {
        var query: Query = [("fieldManager", fieldManager)]
        if force { query.append(("force", "true")) }
        if isDryRun { query.append(("dryRun", "All")) }
        var call = Call("PATCH", Object.path(object.key), query, deadline: deadline, verb: "apply", kind: Object.plural)
        call.contentType = "application/apply-patch+yaml"
        call.body = try encoded(object.ofItsKind)
        let answer = try await self.call(call)
        return Applied(object: try answer.decoded(Object.self), isCreated: answer.status == 201, warnings: answer.warnings)
    }

    /// The object; nil when it is not there.
    func get<Object: KubernetesObject>(
        _ type: Object.Type, _ name: String, in namespace: String? = nil, deadline: Duration = .seconds(30)
    ) async throws(KubernetesError) -> Object? {
        try await ifThere { () async throws(KubernetesError) in
            let key = ObjectKey(namespace: namespace, name: name)
            return try await call(Call("GET", type.path(key), deadline: deadline, verb: "get", kind: type.plural)).decoded(type)
        }
    }

    /// A new object under a name that its maker chose; `isAlreadyExists` when it is taken, which after an unanswered try may be by us.
    func create<Object: KubernetesObject>(_ object: Object, deadline: Duration = .seconds(30)) async throws(KubernetesError) -> Object {
        var call = Call(
            "POST", Object.collection(in: object.metadata.namespace), [("fieldManager", fieldManager)], deadline: deadline, verb: "create",
            kind: Object.plural)
        call.body = try encoded(object.ofItsKind)
        return try await self.call(call).decoded(Object.self)
    }

    /// A JSON merge patch: what it names is set, null removes; nil when the object is not there.
    ///
    /// - Parameter subresource: `status`, or whatever else hangs under the object.
    @discardableResult
    func patch<Object: KubernetesObject>(
        _ type: Object.Type, _ name: String, in namespace: String? = nil, merging patch: JSONValue, subresource: String? = nil,
        deadline: Duration = .seconds(30)
    ) async throws(KubernetesError) -> Object? {
        try await ifThere { () async throws(KubernetesError) in
            let path = type.path(ObjectKey(namespace: namespace, name: name)) + (subresource.map { "/\($0)" } ?? "")
            return try await mergePatch(path, patch, kind: type.plural, deadline).decoded(type)
        }
    }

    /// Sets the number of replicas by the `scale` subresource, which any field manager may; nil when the object is not there.
    @discardableResult
    func scale<Object: KubernetesObject>(
        _ type: Object.Type, _ name: String, in namespace: String, to replicas: Int, deadline: Duration = .seconds(30)
    ) async throws(KubernetesError) -> Scale? {
        try await ifThere { () async throws(KubernetesError) in
            let path = type.path(ObjectKey(namespace: namespace, name: name)) + "/scale"
            return try await mergePatch(path, ["spec": ["replicas": .int(Int64(replicas))]], kind: type.plural, deadline).decoded(Scale.self)
        }
    }

    /// Deletes; false when it was not there. What is told is that the deletion has begun: finalizers and `foreground` take their time.
    ///
    /// - Parameters:
    ///   - uid: only this very object, not one of the same name that came after it; a conflict otherwise.
    ///   - resourceVersion: only if nobody has written since; a conflict otherwise.
    @discardableResult
    func delete<Object: KubernetesObject>(
        _ type: Object.Type, _ name: String, in namespace: String? = nil, propagation: Propagation = .background, uid: String? = nil,
        resourceVersion: String? = nil, gracePeriodSeconds: Int? = nil, isDryRun: Bool = false, deadline: Duration = .seconds(30)
    ) async throws(KubernetesError) -> Bool {
        let options = DeleteOptions(
            propagationPolicy: propagation.rawValue, gracePeriodSeconds: gracePeriodSeconds,
            preconditions: uid == nil && resourceVersion == nil ? nil : .init(uid: uid, resourceVersion: resourceVersion),
            dryRun: isDryRun ? ["All"] : nil)
        var call = Call(
            "DELETE", type.path(ObjectKey(namespace: namespace, name: name)), deadline: deadline, verb: "delete", kind: type.plural)
        call.body = try encoded(options)
        do throws(KubernetesError) {
            try await self.call(call)
            return true
        } catch {
            guard error.isNotFound else { throw error }
            return false
        }
    }
}

extension KubernetesClient {
    func encoded(_ value: some Encodable) throws(KubernetesError) -> [UInt8] {
        do { return try Coding.encode(value) } catch { throw .unreadable("the object to send", error) }
    }

    func ifThere<Value>(_ body: () async throws(KubernetesError) -> Value) async throws(KubernetesError) -> Value? {
        do throws(KubernetesError) {
            return try await body()
        } catch {
            guard error.isNotFound, !error.isUnknownKind else { throw error }
            return nil
        }
    }

    private func mergePatch(_ path: String, _ patch: JSONValue, kind: String, _ deadline: Duration) async throws(KubernetesError) -> HTTPResponse {
        var call = Call("PATCH", path, [("fieldManager", fieldManager)], deadline: deadline, verb: "patch", kind: kind)
        call.contentType = "application/merge-patch+json"
        call.body = patch.encodedBytes()
        return try await self.call(call)
    }
}

private struct DeleteOptions: Encodable {
    struct Preconditions: Encodable {
        let uid: String?
        let resourceVersion: String?
    }

    let propagationPolicy: String
    let gracePeriodSeconds: Int?
    let preconditions: Preconditions?
    let dryRun: [String]?
}

extension KubernetesObject {
    var key: ObjectKey { ObjectKey(namespace: metadata.namespace, name: metadata.name) }

    /// `/api/v1/namespaces/demo/services`, `/apis/apps/v1/deployments` (of all namespaces).
    static func collection(in namespace: String?) -> String {
        let root = apiVersion.contains("/") ? "/apis/\(apiVersion)" : "/api/\(apiVersion)"
        guard isNamespaced, let namespace else { return "\(root)/\(plural)" }
        return "\(root)/namespaces/\(namespace.percentEncoded)/\(plural)"
    }

    static func path(_ key: ObjectKey) -> String { "\(collection(in: key.namespace))/\(key.name.percentEncoded)" }
}
