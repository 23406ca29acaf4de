import Core
import Kubernetes

/// What one Pod of a rollout says about it.
struct PodVerdict: Sendable, Equatable {
    var cause: RolloutCause?
    var remark: String?

    init(_ pod: Pod, _ facts: RolloutFacts) {
        if let scheduled = pod.status?.conditions["PodScheduled"], scheduled.status == "False" {
            let said = scheduled.message ?? scheduled.reason ?? ""
            let lasts = facts.lasting(scheduled.lastTransitionTime ?? pod.metadata.creationTimestamp)
            remark = "No node takes it: \(said)"
            if lasts >= facts.patience.unschedulable { cause = .unschedulable(said) }
            return
        }
        if pod.status?.phase == "Failed" {
            cause = .evicted(pod: pod.metadata.name, pod.status?.message ?? pod.status?.reason ?? "")
            return
        }
        guard let container = pod.app else { return }
        read(container, of: pod, facts)
        guard cause == nil, let started = container.state?.running?.startedAt, !pod.isReady else { return }
        let probe = ProbeFailure(facts.lastProbeFailure(of: pod))
        remark = remark ?? probe.remark(facts.run, after: facts.lasting(started))
        if facts.lasting(started) >= facts.patience.health {
            cause = .notReady(pod: pod.metadata.name, probe, seconds: Int(facts.patience.health.components.seconds))
        }
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
                }
            case "RunContainerError", "CreateContainerError", "StartError", "PostStartHookError":
                // A second look is the kubelet's own second try.
                if container.exits > 1 || (container.restartCount ?? 0) > 0 { cause = .start(said) }
            default: break
            }
        }
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
}

extension Pod {
    /// The container that is the app; others may have been put beside it.
    var app: ContainerStatus? { status?.containerStatuses?.first { $0.name == Rendering.container } }
}

extension ContainerStatus {
    /// How often it has ended: every restart was an end before, and it may be at one now.
    var exits: Int {
        let isDown = state?.terminated != nil || (state?.waiting != nil && lastState?.terminated != nil)
        return (restartCount ?? 0) + (isDown ? 1 : 0)
    }
}
