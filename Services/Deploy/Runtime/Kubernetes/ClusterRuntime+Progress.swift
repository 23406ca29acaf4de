import Core
import Kubernetes
import KubernetesClient

extension ClusterRuntime {
    /// Read from what the watches saw, so that it costs the cluster nothing; only a failure's last output is asked for.
    func progress(of state: SagaState) async throws -> RolloutProgress {
        let deployment = state.deployment
        var progress = RolloutProgress(wanted: state.app.candidateScale)
        if let refusal = try await store.refusal(of: deployment.id) {
            progress.failure = refusal
            return progress
        }
        if caches.trouble != nil { progress.remark = "The cluster is not answering; waiting for it." }
        guard caches.isSynced, let release = try await store.release(deployment.release, of: deployment.app) else { return progress }
        let facts = try await facts(state.app, wanted: deployment.id, release)
        if facts.isApplied, facts.hasBeenRead { progress.applied = "Handed over to the cluster." }
        switch RolloutVerdict(facts) {
        case .progressing(let ready, let remark):
            progress.ready = ready
            progress.servingSince = facts.newPods.compactMap { $0.status?.conditions["Ready"]?.lastTransitionTime }.max()
            if !remark.isEmpty { progress.remark = remark }
        case .served(let instances, let since):
            progress.ready = max(instances, progress.wanted)
            progress.servingSince = since
            progress.routed =
                state.app.scale == 0
                ? "Nothing is routed: the app stays stopped." : "Traffic moved to \(instances == 1 ? "1 instance" : "\(instances) instances")."
        case .failed(let cause): progress.failure = cause.failure(release.run, output: await output(cause, namespace: rendering.namespace(of: state.app)))
        }
        return progress
    }

    private func facts(_ app: AppRecord, wanted: DeploymentID, _ release: Release) async throws -> RolloutFacts {
        let labels = [Labels.app: app.id.description]
        let namespace = rendering.namespace(of: app)
        var facts = RolloutFacts(
            deployment: caches.deployments.get(ClusterNames.object(app), in: namespace), replicaSets: caches.replicaSets.objects(labels: labels),
            pods: caches.pods.objects(labels: labels), wanted: wanted, replicas: app.candidateScale, run: release.run, image: release.image,
            patience: patience, drain: rendering.settings.drain, now: .now(), heardSince: caches.hearing.since)
        // Why probes fail is told by events alone; asked for only where a Pod runs and is not ready.
        for pod in facts.newPods where !pod.isReady && pod.app?.state?.running != nil {
            guard let uid = pod.metadata.uid else { continue }
            let scope = ResourceScope(namespace: namespace, fields: ["involvedObject.uid": uid])
            facts.events += (try? await client.list(ObjectEvent.self, scope, deadline: .seconds(3)).items) ?? []
        }
        return facts
    }

    /// The last lines of the run that failed. The runtime may have thrown them away already.
    private func output(_ cause: RolloutCause, namespace: String) async -> String {
        guard let evidence = cause.evidence else { return "" }
        let isPrevious = caches.pods.get(evidence.pod, in: namespace)?.app?.state?.running != nil && evidence.isPrevious
        for previous in [isPrevious, !isPrevious] {
            if let text = try? await log(of: evidence.pod, in: namespace, isPrevious: previous), !text.isEmpty { return text }
        }
        return ""
    }

    private func log(of pod: String, in namespace: String, isPrevious: Bool) async throws -> String {
        var lines: [String] = []
        let options = PodLogOptions(container: Rendering.container, tailLines: 20, previous: isPrevious)
        for try await batch in try await client.log(of: pod, in: namespace, options) { lines += batch.map { String($0.text.prefix(500)) } }
        return lines.filter { !$0.hasPrefix("unable to retrieve container logs") }.joined(separator: "\n")
    }
}
