/// core/v1 Service.
package struct Service: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "Service"

    package struct Port: Codable, Sendable, Equatable {
        package var name: String?
        package var port: Int
        package var targetPort: IntOrString?
        package var `protocol`: String?

        package init(name: String? = nil, port: Int, targetPort: IntOrString?, protocol: String? = "TCP") {
            self.name = name
            self.port = port
            self.targetPort = targetPort
            self.protocol = `protocol`
        }
    }

    package struct Spec: Codable, Sendable, Equatable {
        package var selector: [String: String]?
        package var ports: [Port]?
        package var type: String?

        package init(selector: [String: String]?, ports: [Port]?, type: String? = nil) {
            self.selector = selector
            self.ports = ports
            self.type = type
        }
    }

    package var apiVersion: String? = Service.apiVersion
    package var kind: String? = Service.kind
    package var metadata: ObjectMeta
    package var spec: Spec

    package init(metadata: ObjectMeta, spec: Spec) {
        self.metadata = metadata
        self.spec = spec
    }
}
