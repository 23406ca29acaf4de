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

        package init(
            replicas: Int?, selector: LabelSelector, template: PodTemplateSpec, strategy: Strategy? = nil, minReadySeconds: Int? = nil,
            progressDeadlineSeconds: Int? = nil, revisionHistoryLimit: Int? = nil
        ) {
            self.replicas = replicas
            self.selector = selector
            self.template = template
            self.strategy = strategy
            self.minReadySeconds = minReadySeconds
            self.progressDeadlineSeconds = progressDeadlineSeconds
            self.revisionHistoryLimit = revisionHistoryLimit
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

    package var apiVersion: String? = Deployment.apiVersion
    package var kind: String? = Deployment.kind
    package var metadata: ObjectMeta
    package var spec: Spec

    package init(metadata: ObjectMeta, spec: Spec) {
        self.metadata = metadata
        self.spec = spec
    }
}
