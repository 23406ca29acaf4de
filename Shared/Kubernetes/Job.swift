package import Core

/// batch/v1 Job: Pods that run to their end.
package struct Job: KubernetesObject {
    package static let apiVersion = "batch/v1"
    package static let kind = "Job"

    package struct Spec: Codable, Sendable, Equatable {
        package var template: PodTemplateSpec
        package var backoffLimit: Int?
        package var activeDeadlineSeconds: Int?
        package var ttlSecondsAfterFinished: Int?
        /// True: no Pod yet.
        package var suspend: Bool?

        package init(
            template: PodTemplateSpec, backoffLimit: Int? = 0, activeDeadlineSeconds: Int? = nil, ttlSecondsAfterFinished: Int? = nil,
            suspend: Bool? = nil
        ) {
            self.suspend = suspend
            self.template = template
            self.backoffLimit = backoffLimit
            self.activeDeadlineSeconds = activeDeadlineSeconds
            self.ttlSecondsAfterFinished = ttlSecondsAfterFinished
        }
    }

    package struct Status: Codable, Sendable, Equatable {
        package var active: Int?
        package var succeeded: Int?
        package var failed: Int?
        package var startTime: Timestamp?
        package var completionTime: Timestamp?
        /// `Complete`, or `Failed` with a reason: `BackoffLimitExceeded`, `DeadlineExceeded`.
        package var conditions: [Condition]?

        package init(active: Int? = nil, succeeded: Int? = nil, failed: Int? = nil, conditions: [Condition]? = nil) {
            self.active = active
            self.succeeded = succeeded
            self.failed = failed
            self.conditions = conditions
        }
    }

    package var apiVersion: String? = Job.apiVersion
    package var kind: String? = Job.kind
    package var metadata: ObjectMeta
    package var spec: Spec
    package var status: Status?

    package init(metadata: ObjectMeta, spec: Spec) {
        self.metadata = metadata
        self.spec = spec
    }

    package var isComplete: Bool { status?.conditions["Complete"]?.isTrue ?? false }
    /// Why it has failed for good; nil while it has not.
    package var failure: Condition? { status?.conditions["Failed"].flatMap { $0.isTrue ? $0 : nil } }
}
