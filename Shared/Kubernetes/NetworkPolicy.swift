/// networking.k8s.io/v1 NetworkPolicy: who may speak with the Pods it selects, and whom they may speak with.
package struct NetworkPolicy: KubernetesObject {
    package static let apiVersion = "networking.k8s.io/v1"
    package static let kind = "NetworkPolicy"
    package static let plural = "networkpolicies"

    package struct IPBlock: Codable, Sendable, Equatable {
        package var cidr: String
        package var except: [String]?

        package init(cidr: String, except: [String]? = nil) {
            self.cidr = cidr
            self.except = except
        }
    }

    /// An empty selector selects everything.
    package struct Peer: Codable, Sendable, Equatable {
        package var podSelector: LabelSelector?
        package var namespaceSelector: LabelSelector?
        package var ipBlock: IPBlock?

        package init(podSelector: LabelSelector? = nil, namespaceSelector: LabelSelector? = nil, ipBlock: IPBlock? = nil) {
            self.podSelector = podSelector
            self.namespaceSelector = namespaceSelector
            self.ipBlock = ipBlock
        }
    }

    package struct Port: Codable, Sendable, Equatable {
        package var `protocol`: String?
        package var port: IntOrString?
        package var endPort: Int?

        package init(protocol: String? = "TCP", port: IntOrString?, endPort: Int? = nil) {
            self.protocol = `protocol`
            self.port = port
            self.endPort = endPort
        }
    }

    package struct IngressRule: Codable, Sendable, Equatable {
        package var from: [Peer]?
        package var ports: [Port]?

        package init(from: [Peer]? = nil, ports: [Port]? = nil) {
            self.from = from
            self.ports = ports
        }
    }

    package struct EgressRule: Codable, Sendable, Equatable {
        package var to: [Peer]?
        package var ports: [Port]?

        package init(to: [Peer]? = nil, ports: [Port]? = nil) {
            self.to = to
            self.ports = ports
        }
    }

    package struct Spec: Codable, Sendable, Equatable {
        package var podSelector: LabelSelector
        package var policyTypes: [String]?
        package var ingress: [IngressRule]?
        package var egress: [EgressRule]?

        package init(
            podSelector: LabelSelector, policyTypes: [String]?, ingress: [IngressRule]? = nil, egress: [EgressRule]? = nil
        ) {
            self.podSelector = podSelector
            self.policyTypes = policyTypes
            self.ingress = ingress
            self.egress = egress
        }
    }

    package var apiVersion: String? = NetworkPolicy.apiVersion
    package var kind: String? = NetworkPolicy.kind
    package var metadata: ObjectMeta
    package var spec: Spec

    package init(metadata: ObjectMeta, spec: Spec) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// networking.k8s.io/v1 IngressClass: the name by which an Ingress chooses its controller.
package struct IngressClass: KubernetesObject {
    package static let apiVersion = "networking.k8s.io/v1"
    package static let kind = "IngressClass"
    package static let plural = "ingressclasses"
    package static let isNamespaced = false

    package struct Spec: Codable, Sendable, Equatable {
        package var controller: String?

        package init(controller: String?) {
            self.controller = controller
        }
    }

    package var apiVersion: String? = IngressClass.apiVersion
    package var kind: String? = IngressClass.kind
    package var metadata: ObjectMeta
    package var spec: Spec?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }

    /// The one that an Ingress without a class gets.
    package var isDefault: Bool { metadata.annotations?["ingressclass.kubernetes.io/is-default-class"] == "true" }
}
