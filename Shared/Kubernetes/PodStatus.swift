package import Core

/// core/v1 Pod, as the cluster tells of it.
package struct Pod: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "Pod"

    package var apiVersion: String? = Pod.apiVersion
    package var kind: String? = Pod.kind
    package var metadata: ObjectMeta
    package var spec: PodSpec
    package var status: PodStatus?

    package init(metadata: ObjectMeta, spec: PodSpec, status: PodStatus? = nil) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    package var isReady: Bool { status?.conditions["Ready"]?.isTrue ?? false }
    package var isDeleting: Bool { metadata.deletionTimestamp != nil }
    /// Ran to its end; it never starts again.
    package var isFinished: Bool { status?.phase == "Succeeded" || status?.phase == "Failed" }
}

package struct PodStatus: Codable, Sendable, Equatable {
    /// `Pending`, `Running`, `Succeeded`, `Failed` or `Unknown`.
    package var phase: String?
    /// Why the whole Pod is as it is: `Evicted`, `DeadlineExceeded`.
    package var reason: String?
    package var message: String?
    package var podIP: String?
    package var startTime: Timestamp?
    package var conditions: [Condition]?
    package var initContainerStatuses: [ContainerStatus]?
    package var containerStatuses: [ContainerStatus]?

    package init(
        phase: String? = nil, reason: String? = nil, message: String? = nil, podIP: String? = nil, startTime: Timestamp? = nil,
        conditions: [Condition]? = nil, initContainerStatuses: [ContainerStatus]? = nil, containerStatuses: [ContainerStatus]? = nil
    ) {
        self.phase = phase
        self.reason = reason
        self.message = message
        self.podIP = podIP
        self.startTime = startTime
        self.conditions = conditions
        self.initContainerStatuses = initContainerStatuses
        self.containerStatuses = containerStatuses
    }
}

package struct ContainerStatus: Codable, Sendable, Equatable {
    /// One of them is set.
    package struct State: Codable, Sendable, Equatable {
        package struct Waiting: Codable, Sendable, Equatable {
            /// `ContainerCreating`, `ErrImagePull`, `ImagePullBackOff`, `CrashLoopBackOff`, `CreateContainerConfigError`.
            package var reason: String?
            package var message: String?

            package init(reason: String?, message: String? = nil) {
                self.reason = reason
                self.message = message
            }
        }

        package struct Running: Codable, Sendable, Equatable {
            package var startedAt: Timestamp?

            package init(startedAt: Timestamp?) {
                self.startedAt = startedAt
            }
        }

        package struct Terminated: Codable, Sendable, Equatable {
            package var exitCode: Int
            package var signal: Int?
            /// `Completed`, `Error`, `OOMKilled`, `StartError`.
            package var reason: String?
            /// What the container wrote as its last word, or why it did not start.
            package var message: String?
            package var startedAt: Timestamp?
            package var finishedAt: Timestamp?
            package var containerID: String?

            package init(exitCode: Int, reason: String? = nil, message: String? = nil, finishedAt: Timestamp? = nil, containerID: String? = nil) {
                self.exitCode = exitCode
                self.reason = reason
                self.message = message
                self.finishedAt = finishedAt
                self.containerID = containerID
            }
        }

        package var waiting: Waiting?
        package var running: Running?
        package var terminated: Terminated?

        package init(waiting: Waiting? = nil, running: Running? = nil, terminated: Terminated? = nil) {
            self.waiting = waiting
            self.running = running
            self.terminated = terminated
        }
    }

    package var name: String
    package var state: State?
    /// How the run before ended.
    package var lastState: State?
    package var ready: Bool?
    package var started: Bool?
    package var restartCount: Int?
    package var image: String?
    package var imageID: String?
    package var containerID: String?

    package init(
        name: String, state: State? = nil, lastState: State? = nil, ready: Bool? = nil, started: Bool? = nil, restartCount: Int? = nil,
        image: String? = nil, imageID: String? = nil, containerID: String? = nil
    ) {
        self.name = name
        self.state = state
        self.lastState = lastState
        self.ready = ready
        self.started = started
        self.restartCount = restartCount
        self.image = image
        self.imageID = imageID
        self.containerID = containerID
    }
}
