import Core
import Kubernetes

/// What a cluster shows of an app, and what was asked of it: all that a judgement of its rollout goes by.
struct RolloutFacts: Sendable {
    var deployment: Kubernetes.Deployment?
    var replicaSets: [ReplicaSet] = []
    var pods: [Pod] = []
    /// What leads to the app, and is not there as it was applied: `Ingress shop`.
    var absent: [String] = []
    /// Warnings about the Pods of the namespace, where somebody asked for them.
    var events: [ObjectEvent] = []

    /// The deployment of ours that shall be what serves.
    var wanted: DeploymentID
    /// How many instances of it; at least so many, where an autoscaler chooses.
    var replicas: Int
    var run: RunSettings
    var image: String
    var patience: RolloutPatience
    /// How long a Pod on its way out goes on serving, for the sake of routers that have not heard of it.
    var drain = Duration.zero
    var now: Timestamp
    /// Since when the cluster has been heard without a gap, where there was one: its nodes may have had as little to say then,
    /// so that time is held against nobody.
    var heardSince: Timestamp?
}

/// How long what is not well may take to get well.
struct RolloutPatience: Sendable, Equatable {
    /// From a container's start until it must serve.
    var health = Duration.seconds(60)
    /// Without a node, or without quota.
    var unschedulable = Duration.seconds(6)
    /// For a registry that does not answer.
    var registry = Duration.seconds(60)

    /// From a Pod's beginning on its node, for what the container needs to be made: a missing Secret, an init container that fails.
    var configuration: Duration { max(health, .seconds(60)) }
    /// For the node's own part: a network, a volume.
    var creation: Duration { max(health, .seconds(300)) }
}

extension RolloutFacts {
    /// How long something has been so, as far as anybody could tell.
    func lasting(_ since: Timestamp?) -> Duration {
        guard let since else { return .zero }
        return now - max(since, heardSince ?? since)
    }

    /// The objects that the cluster has are those of the deployment that is asked about.
    var isApplied: Bool { deployment?.metadata.labels?[Labels.deployment] == wanted.description }

    /// The ReplicaSet that the Deployment's present template made; nil until the cluster has read it.
    var newest: ReplicaSet? {
        guard let deployment, isApplied, hasBeenRead else { return nil }
        return replicaSets.filter { set in
            set.metadata.labels?[Labels.deployment] == wanted.description
                && set.metadata.ownerReferences?.contains { $0.uid == deployment.metadata.uid } ?? false
        }.max { ($0.revision ?? 0) < ($1.revision ?? 0) }
    }

    /// The Deployment's status speaks of its present spec.
    var hasBeenRead: Bool {
        guard let deployment else { return false }
        return (deployment.status?.observedGeneration ?? 0) >= (deployment.metadata.generation ?? .max)
    }

    /// What a controller was told when it wanted to make Pods of it, and since when.
    var refusedPods: (said: String, since: Timestamp?)? {
        guard let condition = newest?.status?.conditions["ReplicaFailure"] ?? deployment?.status?.conditions["ReplicaFailure"],
            condition.isTrue, hasBeenRead, let said = condition.message
        else { return nil }
        return (said, condition.lastTransitionTime)
    }

    /// The Pods of the newest ReplicaSet that are not on their way out.
    var newPods: [Pod] {
        guard let newest else { return [] }
        return pods.filter { pod in
            !pod.isDeleting && pod.metadata.ownerReferences?.contains { $0.uid == newest.metadata.uid } ?? false
        }.sorted { $0.metadata.name < $1.metadata.name }
    }

    /// Pods of before that a router may still ask: they are counted by no Deployment any more, but answer until they have drained.
    var drainingPods: [Pod] {
        guard let newest else { return [] }
        return pods.filter { pod in
            guard let asked = pod.deletionAskedAt, !(pod.metadata.ownerReferences ?? []).contains(where: { $0.uid == newest.metadata.uid }) else {
                return false
            }
            return now - asked < drain
        }
    }

    /// What the kubelet said last of why this Pod is not ready.
    func lastProbeFailure(of pod: Pod) -> String? {
        last(of: pod) { $0 == "Unhealthy" }?.message
    }

    /// What keeps its node from making its containers: `FailedMount`, `FailedCreatePodSandBox`. Kubelets repeat what goes on, in two minutes
    /// at the latest; what they no longer say is over, and so is all of it once images are what is waited for.
    func setback(of pod: Pod) -> ObjectEvent? {
        guard pod.status?.conditions["PodReadyToStartContainers"]?.isTrue != true else { return nil }
        let last = last(of: pod) { $0.hasPrefix("Failed") && $0 != "FailedScheduling" }
        return last.flatMap { now - ($0.time ?? .distantPast) <= .seconds(130) ? $0 : nil }
    }

    private func last(of pod: Pod, _ isMeant: (String) -> Bool) -> ObjectEvent? {
        events.filter { $0.involvedObject.uid == pod.metadata.uid && isMeant($0.reason ?? "") }
            .max { ($0.time ?? .distantPast) < ($1.time ?? .distantPast) }
    }
}

extension Pod {
    fileprivate var deletionAskedAt: Timestamp? {
        metadata.deletionTimestamp?.adding(.seconds(-(metadata.deletionGracePeriodSeconds ?? 0)))
    }
}

extension Timestamp {
    static let distantPast = Timestamp(microseconds: 0)
}
