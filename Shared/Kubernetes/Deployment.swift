/// apps/v1 Deployment.
package struct Deployment: KubernetesObject {
    package static let apiVersion = "apps/v1"
    package static let kind = "Deployment"

    package struct Spec: Codable, Sendable, Equatable {
        package var replicas: Int?
        package var selector: LabelSelector
        package var template: PodTemplateSpec
        package var strategy: Strategy?
        package var minReadySeconds: Int?
        package var progressDeadlineSeconds: Int?
        package var revisionHistoryLimit: Int?
        /// Nothing is rolled out while it is true.
        package var paused: Bool?

        package init(
            replicas: Int?, selector: LabelSelector, template: PodTemplateSpec, strategy: Strategy? = nil, minReadySeconds: Int? = nil,
            progressDeadlineSeconds: Int? = nil, revisionHistoryLimit: Int? = nil, paused: Bool? = nil
        ) {
            self.replicas = replicas
            self.selector = selector
            self.template = template
            self.strategy = strategy
            self.minReadySeconds = minReadySeconds
            self.progressDeadlineSeconds = progressDeadlineSeconds
            self.revisionHistoryLimit = revisionHistoryLimit
            self.paused = paused
        }
    }

    package struct Strategy: Codable, Sendable, Equatable {
        package struct RollingUpdate: Codable, Sendable, Equatable {
            package var maxUnavailable: IntOrString?
            package var maxSurge: IntOrString?

            package init(maxUnavailable: IntOrString?, maxSurge: IntOrString?) {
                self.maxUnavailable = maxUnavailable
                self.maxSurge = maxSurge
            }
        }

        package var type: String?
        package var rollingUpdate: RollingUpdate?

        /// New Pods first; none of the old goes before a new one is ready.
        package static let withoutGap = Strategy(
            type: "RollingUpdate", rollingUpdate: RollingUpdate(maxUnavailable: .int(0), maxSurge: .string("100%")))

        package init(type: String?, rollingUpdate: RollingUpdate? = nil) {
            self.type = type
            self.rollingUpdate = rollingUpdate
        }
    }

    /// What the cluster has made of it. Counts that are zero may be absent.
    package struct Status: Codable, Sendable, Equatable {
        /// The generation of the spec that the rest speaks of.
        package var observedGeneration: Int64?
        package var replicas: Int?
        /// Of the newest ReplicaSet.
        package var updatedReplicas: Int?
        package var readyReplicas: Int?
        package var availableReplicas: Int?
        package var unavailableReplicas: Int?
        package var conditions: [Condition]?
        package var collisionCount: Int?

        package init(
            observedGeneration: Int64? = nil, replicas: Int? = nil, updatedReplicas: Int? = nil, readyReplicas: Int? = nil,
            availableReplicas: Int? = nil, unavailableReplicas: Int? = nil, conditions: [Condition]? = nil, collisionCount: Int? = nil
        ) {
            self.observedGeneration = observedGeneration
            self.replicas = replicas
            self.updatedReplicas = updatedReplicas
            self.readyReplicas = readyReplicas
            self.availableReplicas = availableReplicas
            self.unavailableReplicas = unavailableReplicas
            self.conditions = conditions
            self.collisionCount = collisionCount
        }
    }

    package var apiVersion: String? = Deployment.apiVersion
    package var kind: String? = Deployment.kind
    package var metadata: ObjectMeta
    package var spec: Spec
    package var status: Status?

    package init(metadata: ObjectMeta, spec: Spec) {
        self.metadata = metadata
        self.spec = spec
    }
}
