import Core
import Kubernetes

/// What one Pod of a rollout says about it.
struct PodVerdict: Sendable, Equatable {
    var cause: RolloutCause?
    var remark: String?

    init(_ pod: Pod, _ facts: RolloutFacts) {
        // Ended before it was looked at: a node that took it may have refused it, and its conditions say nothing any more.
        if pod.status?.phase == "Failed" {
            end(of: pod, facts)
            return
        }
        if let scheduled = pod.status?.conditions["PodScheduled"], scheduled.status == "False" {
            let said = scheduled.message ?? scheduled.reason ?? ""
            let lasts = facts.lasting(scheduled.lastTransitionTime ?? pod.metadata.creationTimestamp)
            remark = "No node takes it: \(said)"
            if lasts >= facts.patience.unschedulable { cause = .unschedulable(said) }
            return
        }
        guard let container = pod.app else { return }
        read(container, of: pod, facts)
        guard cause == nil else { return }
        guard let started = container.state?.running?.startedAt else {
            beginning(of: pod, container, facts)
            return
        }
        guard !pod.isReady else { return }
        let probe = ProbeFailure(facts.lastProbeFailure(of: pod))
        // Who was ready and is not any more is given the same time anew.
        let lasts = facts.lasting(max(started, pod.isUnreadySince ?? started))
        remark = remark ?? probe.remark(facts.run, after: lasts)
        if lasts >= facts.patience.health {
            cause = .notReady(pod: pod.metadata.name, probe, seconds: Int(facts.patience.health.components.seconds))
        }
    }

    /// One Pod may go for the sake of its node, and is replaced. When what replaced it goes too, or nothing does, it is not the node.
    private mutating func end(of pod: Pod, _ facts: RolloutFacts) {
        let said = pod.status?.message ?? pod.status?.reason ?? "it gave no reason."
        remark = "The cluster ended an instance and starts another: \(said)"
        let others = facts.newPods.filter { $0.metadata.uid != pod.metadata.uid }
        let isReplacement = others.contains { other in
            guard other.status?.phase == "Failed", let born = pod.metadata.creationTimestamp, let end = other.end else { return false }
            return born >= end
        }
        let isReplaced = others.contains { other in
            guard let born = other.metadata.creationTimestamp, let end = pod.end else { return false }
            return born >= end
        }
        if isReplacement || !isReplaced && facts.lasting(pod.end) >= facts.patience.health { cause = .evicted(pod: pod.metadata.name, said) }
    }

    private mutating func read(_ container: ContainerStatus, of pod: Pod, _ facts: RolloutFacts) {
        let name = pod.metadata.name
        let last = container.state?.terminated ?? container.lastState?.terminated
        if let waiting = container.state?.waiting {
            let said = waiting.message ?? ""
            switch waiting.reason ?? "" {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable", "ImageInspectError",
                "SignatureValidationFailed":
                remark = "The image can't be pulled: \(said)"
                let lasts = facts.lasting(pod.status?.startTime)
                if !TransientRefusal.includes(said) || lasts >= facts.patience.registry { cause = .pull(facts.image, said) }
            case "CreateContainerConfigError":
                if said.contains("runAsNonRoot") || said.contains("non-numeric user") {
                    cause = .root(said)
                } else {
                    remark = said
                    if facts.lasting(pod.status?.startTime) >= facts.patience.configuration { cause = .stuck(said) }
                }
            case "RunContainerError", "CreateContainerError", "StartError", "PostStartHookError":
                // A second look is the kubelet's own second try; who was never made has none that is counted.
                let lasts = facts.lasting(pod.status?.startTime)
                if container.exits > 1 || (container.restartCount ?? 0) > 0 || lasts >= facts.patience.configuration { cause = .start(said) }
            default: break
            }
        }
        // It has been ready since it came back from the last of them.
        guard !pod.hasServed(container) else { return }
        guard cause == nil, let last, container.exits >= RestartPolicy.mostExitsInRollout else {
            if cause == nil, remark == nil, container.exits == 1, let last { remark = "It exited with \(last.exitCode) once." }
            return
        }
        if last.reason == "StartError" || last.reason == "ContainerCannotRun" {
            cause = .start(last.message ?? "")
        } else {
            cause = .exit(
                pod: name, isPrevious: container.state?.terminated == nil, code: last.exitCode, isOutOfMemory: last.reason == "OOMKilled")
        }
    }

    /// It has not come as far as the app: containers that others put in front of it fail, or its node lacks a network or a volume for it.
    private mutating func beginning(of pod: Pod, _ container: ContainerStatus, _ facts: RolloutFacts) {
        guard container.exits == 0, remark == nil else { return }
        let lasts = facts.lasting(pod.status?.startTime)
        if let said = (pod.status?.initContainerStatuses ?? []).lazy.compactMap(\.trouble).first {
            remark = said
            if lasts >= facts.patience.configuration { cause = .stuck(said) }
        } else if let event = facts.setback(of: pod) {
            // A volume may be a moment late: that is said once it takes longer than usual.
            let said = event.message ?? event.reason ?? ""
            if lasts >= Self.usualBeginning { remark = said }
            if lasts >= facts.patience.creation { cause = .stuck(said) }
        }
    }

    private static let usualBeginning = Duration.seconds(10)
}

extension Pod {
    /// The container that is the app; others may have been put beside it.
    var app: ContainerStatus? { status?.containerStatuses?.first { $0.name == Rendering.container } }

    fileprivate var isUnreadySince: Timestamp? {
        guard let ready = status?.conditions["Ready"], ready.status != "True" else { return nil }
        return ready.lastTransitionTime
    }

    /// Whether this run of the container was ready before it was not: one that never was has not been told of since it began.
    fileprivate func hasServed(_ container: ContainerStatus) -> Bool {
        guard let began = container.state?.running?.startedAt, let turned = isUnreadySince else { return false }
        return turned > began
    }

    /// When it was last told that anything of it changed, for one that has ended.
    fileprivate var end: Timestamp? {
        let containers = (status?.containerStatuses ?? []).compactMap { $0.state?.terminated?.finishedAt }
        let conditions = (status?.conditions ?? []).compactMap(\.lastTransitionTime)
        return (containers + conditions).max() ?? status?.startTime ?? metadata.creationTimestamp
    }
}

extension ContainerStatus {
    /// How often it has ended: every restart was an end before, and it may be at one now.
    var exits: Int {
        let isDown = state?.terminated != nil || (state?.waiting != nil && lastState?.terminated != nil)
        return (restartCount ?? 0) + (isDown ? 1 : 0)
    }

    /// Why one that comes before the app does not get to its end, in a sentence; nil while nothing is wrong with it.
    fileprivate var trouble: String? {
        if let ended = state?.terminated ?? lastState?.terminated, ended.exitCode != 0 {
            return "The init container \(name) exited with \(ended.exitCode)\(ended.message.map { ": \($0)" } ?? ".")"
        }
        guard let waiting = state?.waiting, let reason = waiting.reason, !["PodInitializing", "ContainerCreating"].contains(reason) else { return nil }
        return "The init container \(name) can't be started: \(waiting.message ?? reason)"
    }
}
