/// core/v1 ConfigMap.
package struct ConfigMap: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "ConfigMap"

    package var apiVersion: String? = ConfigMap.apiVersion
    package var kind: String? = ConfigMap.kind
    package var metadata: ObjectMeta
    package var data: [String: String]?
    package var immutable: Bool?

    package init(metadata: ObjectMeta, data: [String: String]?, immutable: Bool? = nil) {
        self.metadata = metadata
        self.data = data
        self.immutable = immutable
    }
}

/// core/v1 Secret. `data` is base64, as the API keeps it; it never appears in a description.
package struct Secret: KubernetesObject, CustomStringConvertible {
    package static let apiVersion = "v1"
    package static let kind = "Secret"

    package var apiVersion: String? = Secret.apiVersion
    package var kind: String? = Secret.kind
    package var metadata: ObjectMeta
    package var data: [String: String]?
    package var type: String?
    package var immutable: Bool?

    package init(metadata: ObjectMeta, data: [String: String]?, type: String? = "Opaque", immutable: Bool? = nil) {
        self.metadata = metadata
        self.data = data
        self.type = type
        self.immutable = immutable
    }

    package var description: String { "Secret \(metadata.name) with \(data?.count ?? 0) keys" }
}
