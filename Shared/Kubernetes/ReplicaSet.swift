/// apps/v1 ReplicaSet: one revision of a Deployment. Read, never written by us.
package struct ReplicaSet: KubernetesObject {
    package static let apiVersion = "apps/v1"
    package static let kind = "ReplicaSet"

    package struct Spec: Codable, Sendable, Equatable {
        package var replicas: Int?
        package var selector: LabelSelector?

        package init(replicas: Int?, selector: LabelSelector? = nil) {
            self.replicas = replicas
            self.selector = selector
        }
    }

    package struct Status: Codable, Sendable, Equatable {
        package var observedGeneration: Int64?
        package var replicas: Int?
        package var readyReplicas: Int?
        package var availableReplicas: Int?
        /// `ReplicaFailure`: Pods were refused, by a quota or by Pod Security.
        package var conditions: [Condition]?

        package init(
            observedGeneration: Int64? = nil, replicas: Int? = nil, readyReplicas: Int? = nil, availableReplicas: Int? = nil,
            conditions: [Condition]? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.replicas = replicas
            self.readyReplicas = readyReplicas
            self.availableReplicas = availableReplicas
            self.conditions = conditions
        }
    }

    package var apiVersion: String? = ReplicaSet.apiVersion
    package var kind: String? = ReplicaSet.kind
    package var metadata: ObjectMeta
    package var spec: Spec?
    package var status: Status?

    package init(metadata: ObjectMeta, spec: Spec?) {
        self.metadata = metadata
        self.spec = spec
    }

    /// Which change of its Deployment it stands for.
    package var revision: Int? { metadata.annotations?["deployment.kubernetes.io/revision"].flatMap { Int($0) } }
}
