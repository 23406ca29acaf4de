import Core
import Messages
import Postgres

/// One container of a release, from the wish for it to its removal.
struct Instance: Sendable, Equatable {
    var id: InstanceID
    var app: AppID
    var project: ProjectID
    var deployment: DeploymentID
    var release: Int
    /// The restart it belongs to.
    var generation: Int64
    var name: String
    /// Where an engine publishes it on the loopback address; nil for a Pod.
    var port: Int?
    /// What the runtime calls its container: the engine's id, or a Pod's uid.
    var container: String?
    /// The Pod that it is; nil on an engine.
    var pod: PodReference?
    /// The version of the Pod that this row was read from.
    var podVersion: Int64?
    var state: InstanceState
    /// How often it was started again.
    var restarts: Int
    /// Exits since it last served for a while.
    var exits: Int
    var retryAt: Timestamp?
    var failure: DeploymentFailure?
    var isRouted: Bool
    var createdAt: Timestamp
    var startedAt: Timestamp?
    var readyAt: Timestamp?
    var stoppingAt: Timestamp?
    var stoppedAt: Timestamp?
}

/// Where the log of a Pod is to be had.
struct PodReference: Sendable, Equatable {
    var namespace: String
    var name: String
}

/// Where an instance is.
enum InstanceState: String, PostgresValue, Sendable, CaseIterable {
    /// Wanted; its container is made, started, looked at. Exits: serving, failed, stopping.
    case starting
    /// Seen to listen and to answer. Exits: starting (it exited), failed, stopping.
    case serving
    /// No longer wanted and no longer routed: told to end. Exit: stopped.
    case stopping
    /// Its container is kept until its last line is stored.
    case stopped
    /// Given up. Exit: stopping.
    case failed
}

extension Instance {
    /// Traffic may go to it: it serves, or it served and is about to be back after a first exit.
    var isRoutable: Bool { state == .serving || (state == .starting && readyAt != nil && exits <= 1) }

    var proto: Proto.Instance {
        Proto.Instance(
            id: id.description, name: name, appID: app.description, projectID: project.description,
            deploymentID: deployment.description, release: UInt32(release), state: state.rawValue, restarts: UInt32(restarts),
            createdAt: createdAt.microseconds, containerID: container ?? "", stoppedAt: stoppedAt?.microseconds, podNamespace: pod?.namespace ?? "", podName: pod?.name ?? "",
            podContainer: pod == nil ? "" : Rendering.container)
    }

    /// `a`, `b` … `z`, `aa` …: the last part of the name, by the count of the release's instances so far.
    static func letters(_ ordinal: Int) -> String {
        var rest = ordinal
        var text = ""
        repeat {
            text = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(rest % 26))) + text
            rest = rest / 26 - 1
        } while rest >= 0
        return text
    }
}
