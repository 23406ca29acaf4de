import Core
import Kubernetes
import KubernetesClient

/// How far a Job is, as it and its Pod and what was told of it say.
enum JobState: Sendable, Equatable {
    /// Nothing of the executor yet.
    case waiting
    /// The executor runs.
    case running
    /// It has ended well; its last words are the image's digest, if it had any.
    case succeeded(digest: String?)
    /// It has ended otherwise: what it printed says why.
    case exited(code: Int)
    case failed(BuildFailure)
    /// By no fault of the source.
    case lost(String)
}

/// Judges a build's Job. Pure: the same facts are the same verdict.
struct JobJudge: Sendable {
    /// How long a Pod may find no node.
    var unschedulable: Duration
    /// How long the cluster may fail at what it may do better the next time: pulling an image, making a container.
    var patience = Duration.seconds(20)
    var memory: Int64
    var timeout: Duration

    func state(_ job: Job, _ pod: Pod?, events: [ObjectEvent], at now: Timestamp) -> JobState {
        if job.failure?.reason == "DeadlineExceeded" || pod?.status?.reason == "DeadlineExceeded" { return .failed(tooLong) }
        guard let pod else { return withoutPod(job, events, now) }
        if let end = pod.status?.containerStatuses?.first(where: { $0.name == KanikoNames.executor })?.state?.terminated { return ended(end, pod) }
        if let end = pod.status?.initContainerStatuses?.first(where: { $0.name == KanikoNames.source })?.state?.terminated, end.exitCode != 0 {
            return .lost("The source could not be brought to the builder (\(end.message ?? end.reason ?? "exit \(end.exitCode)")).")
        }
        if let gone = disruption(pod) { return gone }
        if pod.isDeleting { return .lost("Its Pod was deleted.") }
        if pod.isFinished { return .lost("Its Pod ended without a word: \(pod.status?.message ?? pod.status?.reason ?? "nobody says why").") }
        let all = (pod.status?.initContainerStatuses ?? []) + (pod.status?.containerStatuses ?? [])
        for container in all { if let state = stuck(container, pod, now) { return state } }
        if let state = unscheduled(pod, now) { return state }
        return all.contains { $0.name == KanikoNames.executor && $0.state?.running != nil } ? .running : .waiting
    }

    private func ended(_ end: ContainerStatus.State.Terminated, _ pod: Pod) -> JobState {
        if end.exitCode == 0 {
            let words = (end.message ?? "").split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
            return .succeeded(digest: words.wholeMatch(of: /sha256:[0-9a-f]{64}/) != nil ? words : nil)
        }
        if end.reason == "OOMKilled" { return .failed(tooLarge) }
        if let gone = disruption(pod) { return gone }
        if pod.isDeleting { return .lost("Its Pod was deleted.") }
        if end.reason == "StartError" || end.reason == "ContainerCannotRun" {
            return .failed(BuildFailure(.policyRefused, "The cluster can't start the builder: \(end.message ?? "it does not say why")."))
        }
        return .exited(code: end.exitCode)
    }

    private func disruption(_ pod: Pod) -> JobState? {
        if pod.status?.reason == "Evicted" {
            let message = pod.status?.message ?? ""
            guard message.contains("phemeral") || message.contains("emptyDir") || message.contains("EmptyDir") else {
                return .lost("The node sent its Pod away: \(message)")
            }
            return .failed(BuildFailure(.buildFailed, "The build needs more disk than a build is given: \(message)", details: message))
        }
        guard let condition = pod.status?.conditions["DisruptionTarget"], condition.isTrue else { return nil }
        return .lost("The cluster needed its place: \(condition.message ?? condition.reason ?? "").")
    }

    private func stuck(_ container: ContainerStatus, _ pod: Pod, _ now: Timestamp) -> JobState? {
        guard let waiting = container.state?.waiting, let reason = waiting.reason, let start = pod.status?.startTime ?? pod.metadata.creationTimestamp,
            now - start >= patience
        else { return nil }
        let said = waiting.message ?? reason
        switch reason {
        case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable":
            let what = container.name == KanikoNames.executor ? "the executor's image" : "the image of Slipway"
            return .failed(
                BuildFailure(.imagePullFailed, "The cluster can't pull \(what) (\(container.image ?? "")): \(said)", details: said))
        case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
            return .failed(BuildFailure(.policyRefused, "The cluster can't start the builder: \(said)", details: said))
        default: return nil
        }
    }

    private func unscheduled(_ pod: Pod, _ now: Timestamp) -> JobState? {
        guard let condition = pod.status?.conditions["PodScheduled"], !condition.isTrue, condition.reason == "Unschedulable",
            let since = condition.lastTransitionTime ?? pod.metadata.creationTimestamp, now - since >= unschedulable
        else { return nil }
        let said = condition.message ?? "no node has room"
        return .failed(BuildFailure(.unschedulable, "The cluster has no room for the build: \(said)", details: said))
    }

    /// Nobody makes one: refused, or the Job is over.
    private func withoutPod(_ job: Job, _ events: [ObjectEvent], _ now: Timestamp) -> JobState {
        if job.failure != nil || job.isComplete { return .lost("Its Pod is gone.") }
        let last = events.filter { $0.reason == "FailedCreate" }.max { ($0.time ?? .distantPast) < ($1.time ?? .distantPast) }
        guard let message = last?.message else { return .waiting }
        // A namespace that was just made lacks its account for a moment, and the Job's controller tries again: only a policy or a quota stays
        // what it is.
        let isYoung = job.metadata.creationTimestamp.map { now - $0 < patience } ?? false
        return isYoung && !Self.isFinal(message) ? .waiting : .failed(Self.refusal(message))
    }

    private static func isFinal(_ message: String) -> Bool {
        let words = ["exceeded quota", "violates PodSecurity", "is forbidden: unable to validate", "must be less than or equal to", "usage per Container"]
        return KubernetesError.tellsDenial(message) || words.contains(where: message.contains)
    }

    static func refusal(_ message: String) -> BuildFailure {
        let isQuota = message.contains("exceeded quota")
        return BuildFailure(
            isQuota ? .quotaExceeded : .policyRefused, isQuota ? "The cluster's quota has no room for the build: \(message)" : "The cluster refuses the build: \(message)",
            details: message)
    }

    private var tooLarge: BuildFailure {
        BuildFailure(.outOfMemory, "The build used more than the \(memory >> 20) MiB of memory that it is given, and was killed.")
    }

    private var tooLong: BuildFailure {
        let seconds = timeout.components.seconds
        return BuildFailure(.buildTimeout, "The build took longer than \(seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min") and was stopped.")
    }
}

private extension Timestamp {
    static let distantPast = Timestamp(microseconds: 0)
}
