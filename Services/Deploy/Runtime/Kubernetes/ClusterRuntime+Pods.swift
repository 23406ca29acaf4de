import Core
import Kubernetes
import KubernetesClient
import Reconciliation

/// What the Pods that there are make of the rows of instances.
extension ClusterRuntime {
    /// While somebody may be about to be late.
    private static let attentive = Duration.seconds(5)

    /// Brings the instances up to their Pods; how long nothing more is to be looked at.
    ///
    /// - Parameter refusal: what the cluster was last known to refuse.
    func settlePods(_ state: RuntimeState, _ refusal: ClusterRefusal?, _ lease: Leased<AppID>) async throws -> Duration {
        let isRefused = try await settleRefusedPods(state, refusal, lease)
        let pause = try await settleInstances(state, lease)
        return isRefused ? min(pause, Self.attentive) : pause
    }

    /// What keeps the cluster from making Pods of what is live is told where no Pod is left that could tell it. A rollout hears of it by its
    /// own verdict.
    private func settleRefusedPods(_ state: RuntimeState, _ refusal: ClusterRefusal?, _ lease: Leased<AppID>) async throws -> Bool {
        guard let current = state.app.current, refusal?.isOfPods ?? true else { return false }
        guard let (cause, since) = try await refusedPods(state, current) else {
            if refusal != nil { try await store.settle(lease, "dropping refusal") { db, _ in try db.dropRefusal(of: current) } }
            return false
        }
        // Each try is told with the name of another Pod: the same reason is no news.
        guard since >= patience.unschedulable, refusal?.failure.reason != cause.reason else { return true }
        try await store.settle(lease, "noting refused Pods") { db, app in
            guard try db.noteRefusal(cause, isFinal: false, isOfPods: true, of: current) else { return }
            try db.say(cause.message, app: app, deployment: current)
        }
        return true
    }

    /// Why no Pods of what is live are made, and for how long; nil while there is a rollout, or nothing to be made.
    private func refusedPods(_ state: RuntimeState, _ current: DeploymentID) async throws -> (DeploymentFailure, Duration)? {
        let sets = caches.replicaSets.objects(labels: [Labels.app: state.app.id.description])
        guard state.app.candidate == nil, !state.app.isDeleting, state.app.scale > 0,
            sets.contains(where: { $0.status?.conditions["ReplicaFailure"]?.isTrue == true }),
            let number = state.releases[current], number > 0, let release = try await store.release(number, of: state.app.id)
        else { return nil }
        let facts = RolloutFacts(
            deployment: caches.deployments.get(ClusterNames.object(state.app), in: rendering.namespace(of: state.app)), replicaSets: sets,
            wanted: current, replicas: state.app.scale, run: release.run, image: release.image, patience: patience, now: .now(),
            heardSince: caches.hearing.since)
        guard let refused = facts.refusedPods else { return nil }
        return (RolloutCause(refusal: refused.said).failure(release.run, output: ""), facts.lasting(refused.since))
    }

    private func settleInstances(_ state: RuntimeState, _ lease: Leased<AppID>) async throws -> Duration {
        let labels = [Labels.app: state.app.id.description]
        var pods = caches.pods.objects(labels: labels)
        var failures = try await failures(of: pods, state)
        var changes = PodChanges(state.instances, pods, failures: failures)
        if !changes.gone.isEmpty {
            // Another replica may have seen a Pod before this one's watch did: that it is gone only the server can say.
            let scope = ResourceScope(namespace: rendering.namespace(of: state.app), labels: labels)
            if let there = try? await client.list(Pod.self, scope, deadline: .seconds(5)) {
                pods = there.items
                failures = try await self.failures(of: pods, state)
                changes = PodChanges(state.instances, pods, failures: failures)
            } else {
                changes.gone = []
            }
        }
        let pause = failures.map { $0.count < late(pods, state).count ? Self.attentive : Self.steady } ?? Self.steady
        guard !changes.isEmpty else { return pause }
        // The app may just have been removed, and its rows with it.
        guard try await store.app(state.app.id) != nil else { return pause }
        try await store.settle(lease, "settling Pods") { [changes] db, app in try db.settlePods(changes, of: app) }
        return pause
    }

    /// Why instances of what is live do not serve; those that may still be on their way are not in it. A rollout is judged as a whole
    /// (`RolloutVerdict`): nil while there is one.
    private func failures(of pods: [Pod], _ state: RuntimeState) async throws -> [String: DeploymentFailure]? {
        guard state.app.candidate == nil, let current = state.app.current, let number = state.releases[current], number > 0 else { return nil }
        let late = late(pods, state)
        guard !late.isEmpty, let release = try await store.release(number, of: state.app.id) else { return [:] }
        let events = await complaints.events(in: rendering.namespace(of: state.app), client)
        let facts = RolloutFacts(
            pods: pods, events: events, wanted: current, replicas: state.app.scale, run: release.run, image: release.image, patience: patience, now: .now(),
            heardSince: caches.hearing.since)
        var failures: [String: DeploymentFailure] = [:]
        for pod in late {
            guard let uid = pod.metadata.uid, let cause = PodVerdict(pod, facts).cause else { continue }
            failures[uid] = cause.failure(release.run, output: "")
        }
        return failures
    }

    /// Those of what is live that do not serve, and shall.
    private func late(_ pods: [Pod], _ state: RuntimeState) -> [Pod] {
        pods.filter { pod in
            !pod.isReady && !pod.isDeleting && !pod.isFinished && pod.metadata.labels?[Labels.deployment] == state.app.current?.description
        }
    }
}
