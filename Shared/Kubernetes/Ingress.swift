/// networking.k8s.io/v1 Ingress.
package struct Ingress: KubernetesObject {
    package static let apiVersion = "networking.k8s.io/v1"
    package static let kind = "Ingress"
    package static let plural = "ingresses"

    package struct Backend: Codable, Sendable, Equatable {
        package struct ServiceReference: Codable, Sendable, Equatable {
            package struct Port: Codable, Sendable, Equatable {
                package var name: String?
                package var number: Int?

                package init(name: String? = nil, number: Int? = nil) {
                    self.name = name
                    self.number = number
                }
            }

            package var name: String
            package var port: Port

            package init(name: String, port: Port) {
                self.name = name
                self.port = port
            }
        }

        /// nil when somebody has put a resource of another kind in its place.
        package var service: ServiceReference?

        package init(service: ServiceReference?) {
            self.service = service
        }
    }

    package struct Path: Codable, Sendable, Equatable {
        package var path: String?
        package var pathType: String
        package var backend: Backend

        package init(path: String? = "/", pathType: String = "Prefix", backend: Backend) {
            self.path = path
            self.pathType = pathType
            self.backend = backend
        }
    }

    package struct Rule: Codable, Sendable, Equatable {
        package struct HTTP: Codable, Sendable, Equatable {
            package var paths: [Path]

            package init(paths: [Path]) {
                self.paths = paths
            }
        }

        package var host: String?
        package var http: HTTP?

        package init(host: String?, http: HTTP?) {
            self.host = host
            self.http = http
        }
    }

    package struct TLS: Codable, Sendable, Equatable {
        package var hosts: [String]?
        package var secretName: String?

        package init(hosts: [String]?, secretName: String?) {
            self.hosts = hosts
            self.secretName = secretName
        }
    }

    package struct Spec: Codable, Sendable, Equatable {
        package var ingressClassName: String?
        package var rules: [Rule]?
        package var tls: [TLS]?

        package init(ingressClassName: String? = nil, rules: [Rule]?, tls: [TLS]? = nil) {
            self.ingressClassName = ingressClassName
            self.rules = rules
            self.tls = tls
        }
    }

    package var apiVersion: String? = Ingress.apiVersion
    package var kind: String? = Ingress.kind
    package var metadata: ObjectMeta
    package var spec: Spec

    package init(metadata: ObjectMeta, spec: Spec) {
        self.metadata = metadata
        self.spec = spec
    }
}
