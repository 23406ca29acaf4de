import Core
import Kubernetes

/// A Pod of an app, as an instance of it.
struct ObservedPod: Sendable, Equatable {
    var uid: String
    /// Rises with each write to it; nil where versions are no numbers.
    var version: Int64?
    var reference: PodReference
    var deployment: DeploymentID
    var release: Int
    var restartGeneration: Int64
    var state: InstanceState
    var restarts: Int
    /// Since it last served.
    var exits: Int
    /// In all its life.
    var ends: Int
    var startedAt: Timestamp?
    var readyAt: Timestamp?
    /// How its container ended last.
    var lastExitCode: Int?

    /// Nil for a Pod that is nobody's instance.
    init?(_ pod: Pod) {
        let labels = pod.metadata.labels ?? [:]
        guard let uid = pod.metadata.uid, let namespace = pod.metadata.namespace,
            let deployment = labels[Labels.deployment].flatMap({ DeploymentID($0) }), let release = labels[Labels.release].flatMap({ Int($0) })
        else { return nil }
        self.uid = uid
        version = pod.metadata.resourceVersion.flatMap { Int64($0) }
        reference = PodReference(namespace: namespace, name: pod.metadata.name)
        self.deployment = deployment
        self.release = release
        restartGeneration = pod.metadata.annotations?[Labels.restart].flatMap { Int64($0) } ?? 0
        let container = pod.app
        restarts = container?.restartCount ?? 0
        startedAt = container?.state?.running?.startedAt
        let last = container?.state?.terminated ?? container?.lastState?.terminated
        lastExitCode = last?.exitCode
        // Who has served for a while has recovered: its exits are history.
        let ready = pod.status?.conditions["Ready"]
        let isReady = ready?.isTrue ?? false
        readyAt = isReady ? ready?.lastTransitionTime : nil
        ends = container?.exits ?? 0
        exits = isReady ? 0 : ends
        state =
            if pod.isDeleting { .stopping } else if pod.isFinished { .stopped } else if isReady { .serving } else { .starting }
    }
}

/// What the Pods that there are change about the rows. Pure.
///
/// Several replicas write these rows, each by its own watch: what one has read of a later version is not taken back by another.
struct PodChanges: Sendable, Equatable {
    var new: [ObservedPod] = []
    var changed: [Change] = []
    /// No longer in the cluster.
    var gone: [InstanceID] = []

    struct Change: Sendable, Equatable {
        var instance: Instance
        var pod: ObservedPod
        /// Why it does not serve, once it had the time that a rollout gives.
        var failure: DeploymentFailure?

        /// What others are told.
        var verb: String {
            if failure != nil, instance.failure == nil { return "failed" }
            if pod.state != instance.state, pod.state == .stopping || pod.state == .stopped { return pod.state.rawValue }
            if pod.restarts > instance.restarts { return "restarted" }
            if pod.state == .serving { return "serving" }
            return instance.state == .serving ? "exited" : "changed"
        }

        /// What a person reads in the log of the app, once for each end: that it ended is seen first, and that it was started again later.
        var sentence: String? {
            if let failure, instance.failure == nil, pod.ends == 0 { return "\(instance.name) does not serve: \(failure.message)" }
            guard pod.state != .stopping, pod.ends > max(instance.exits, instance.restarts), let code = pod.lastExitCode else { return nil }
            let how = code == 137 ? "was killed (137: a signal, or more memory than it may have)" : "exited with \(code)"
            return "\(instance.name) \(how); the cluster starts it again."
        }
    }

    var isEmpty: Bool { new.isEmpty && changed.isEmpty && gone.isEmpty }

    /// - Parameter failures: of the Pods that should serve by now, by uid; nil: nobody has looked for any.
    init(_ rows: [Instance], _ pods: [Pod], failures: [String: DeploymentFailure]? = nil) {
        let observed = pods.compactMap { ObservedPod($0) }.sorted { ($0.reference.name, $0.uid) < ($1.reference.name, $1.uid) }
        let known = Dictionary(rows.compactMap { row in row.container.map { ($0, row) } }) { first, _ in first }
        for pod in observed {
            guard let row = known[pod.uid] else {
                if pod.state != .stopped { new.append(pod) }
                continue
            }
            if let version = pod.version, let seen = row.podVersion, version < seen { continue }
            let failure = pod.state == .serving ? nil : failures.map { $0[pod.uid] } ?? row.failure
            let isSame =
                row.state == pod.state && row.restarts == pod.restarts && row.exits == pod.exits && row.failure == failure
                && (row.startedAt != nil || pod.startedAt == nil)
            if !isSame { changed.append(Change(instance: row, pod: pod, failure: failure)) }
        }
        let present = Set(observed.map(\.uid))
        gone = rows.filter { row in row.container.map { !present.contains($0) } ?? true }.map(\.id)
    }
}
