import Core
import Kubernetes

/// The truth of a rollout. Pure: the same facts, the same verdict.
enum RolloutVerdict: Sendable, Equatable {
    /// So many instances are ready; what a person who waits may know.
    case progressing(ready: Int, remark: String)
    /// The newest ReplicaSet is what serves, all of it, nothing else does, and there is a way to it.
    case served(instances: Int, since: Timestamp)
    case failed(RolloutCause)

    init(_ facts: RolloutFacts) {
        guard facts.isApplied else {
            self = .progressing(ready: 0, remark: "")
            return
        }
        let new = facts.newPods
        let available = facts.newest?.status?.availableReplicas ?? 0
        if let since = Self.servingSince(facts, new) {
            self = .served(instances: available, since: since)
            return
        }
        let looks = new.map { PodVerdict($0, facts) }
        if let cause = looks.lazy.compactMap(\.cause).first ?? Self.refusal(facts) {
            self = .failed(cause)
            return
        }
        let remark = looks.lazy.compactMap(\.remark).first ?? Self.remark(facts)
        self = .progressing(ready: new.filter(\.isReady).count, remark: remark)
    }

    /// Nothing of an older ReplicaSet is counted any more or still asked, and every new Pod is there and ready.
    private static func servingSince(_ facts: RolloutFacts, _ new: [Pod]) -> Timestamp? {
        guard facts.hasBeenRead, facts.absent.isEmpty, let status = facts.deployment?.status, let newest = facts.newest else { return nil }
        let (all, updated, available) = (status.replicas ?? 0, status.updatedReplicas ?? 0, status.availableReplicas ?? 0)
        guard updated >= facts.replicas, all == updated, available == updated, newest.status?.availableReplicas ?? 0 >= updated,
            updated > 0, facts.drainingPods.isEmpty
        else { return nil }
        let ready = new.filter(\.isReady)
        guard ready.count >= updated else { return nil }
        return ready.compactMap { $0.status?.conditions["Ready"]?.lastTransitionTime }.max() ?? facts.now
    }

    /// Pods that could not even be made.
    private static func refusal(_ facts: RolloutFacts) -> RolloutCause? {
        guard let refused = facts.refusedPods else { return deadline(facts) }
        let cause = RolloutCause(refusal: refused.said)
        let lasts = facts.lasting(refused.since)
        // A quota is freed by Pods that end, an account may be a moment late; a policy stays what it is.
        if case .policy = cause { return cause }
        return lasts >= facts.patience.unschedulable ? cause : nil
    }

    private static func deadline(_ facts: RolloutFacts) -> RolloutCause? {
        guard facts.hasBeenRead, let condition = facts.deployment?.status?.conditions["Progressing"], condition.status == "False",
            condition.reason == "ProgressDeadlineExceeded"
        else { return nil }
        return .stuck(condition.message ?? "")
    }

    private static func remark(_ facts: RolloutFacts) -> String {
        if let condition = facts.newest?.status?.conditions["ReplicaFailure"], condition.isTrue, let said = condition.message {
            return "The cluster refuses Pods: \(said)"
        }
        if !facts.absent.isEmpty { return "\(facts.absent.joined(separator: " and ")) \(facts.absent.count == 1 ? "is" : "are") not in the cluster yet." }
        let old = (facts.deployment?.status?.replicas ?? 0) - (facts.deployment?.status?.updatedReplicas ?? 0)
        if facts.newest != nil, old > 0, facts.newPods.filter(\.isReady).count >= facts.replicas {
            return old == 1 ? "1 instance of before is being stopped." : "\(old) instances of before are being stopped."
        }
        guard facts.newPods.filter(\.isReady).count >= facts.replicas else { return "" }
        switch facts.drainingPods.count {
        case 0: return ""
        case 1: return "1 instance of before finishes its requests."
        case let count: return "\(count) instances of before finish their requests."
        }
    }
}
