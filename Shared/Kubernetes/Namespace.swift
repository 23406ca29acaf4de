/// core/v1 Namespace.
package struct Namespace: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "Namespace"
    package static let isNamespaced = false

    package struct Status: Codable, Sendable, Equatable {
        /// `Active` or `Terminating`.
        package var phase: String?
        /// While it terminates: what holds it up.
        package var conditions: [Condition]?

        package init(phase: String? = nil, conditions: [Condition]? = nil) {
            self.phase = phase
            self.conditions = conditions
        }
    }

    package var apiVersion: String? = Namespace.apiVersion
    package var kind: String? = Namespace.kind
    package var metadata: ObjectMeta
    package var status: Status?

    package init(metadata: ObjectMeta) {
        self.metadata = metadata
    }

    package var isTerminating: Bool { status?.phase == "Terminating" || metadata.deletionTimestamp != nil }
}

/// core/v1 ResourceQuota: what a namespace may use altogether.
package struct ResourceQuota: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "ResourceQuota"

    package struct Spec: Codable, Sendable, Equatable {
        /// Quantities: `pods`, `requests.cpu`, `limits.memory`, `count/jobs.batch`.
        package var hard: [String: String]?

        package init(hard: [String: String]?) {
            self.hard = hard
        }
    }

    package struct Status: Codable, Sendable, Equatable {
        package var hard: [String: String]?
        package var used: [String: String]?

        package init(hard: [String: String]? = nil, used: [String: String]? = nil) {
            self.hard = hard
            self.used = used
        }
    }

    package var apiVersion: String? = ResourceQuota.apiVersion
    package var kind: String? = ResourceQuota.kind
    package var metadata: ObjectMeta
    package var spec: Spec?
    package var status: Status?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// core/v1 LimitRange: what a container of a namespace gets when it asks for nothing, and the most it may ask for.
package struct LimitRange: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "LimitRange"

    package struct Item: Codable, Sendable, Equatable {
        package var type: String
        package var `default`: [String: String]?
        package var defaultRequest: [String: String]?
        package var min: [String: String]?
        package var max: [String: String]?

        package init(
            type: String = "Container", default: [String: String]? = nil, defaultRequest: [String: String]? = nil,
            min: [String: String]? = nil, max: [String: String]? = nil
        ) {
            self.type = type
            self.default = `default`
            self.defaultRequest = defaultRequest
            self.min = min
            self.max = max
        }
    }

    package struct Spec: Codable, Sendable, Equatable {
        package var limits: [Item]

        package init(limits: [Item]) {
            self.limits = limits
        }
    }

    package var apiVersion: String? = LimitRange.apiVersion
    package var kind: String? = LimitRange.kind
    package var metadata: ObjectMeta
    package var spec: Spec?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }
}

/// core/v1 ServiceAccount.
package struct ServiceAccount: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "ServiceAccount"

    package struct PullSecret: Codable, Sendable, Equatable {
        package var name: String

        package init(name: String) {
            self.name = name
        }
    }

    package var apiVersion: String? = ServiceAccount.apiVersion
    package var kind: String? = ServiceAccount.kind
    package var metadata: ObjectMeta
    package var automountServiceAccountToken: Bool?
    package var imagePullSecrets: [PullSecret]?

    package init(metadata: ObjectMeta, automountServiceAccountToken: Bool? = false, imagePullSecrets: [PullSecret]? = nil) {
        self.metadata = metadata
        self.automountServiceAccountToken = automountServiceAccountToken
        self.imagePullSecrets = imagePullSecrets
    }
}
