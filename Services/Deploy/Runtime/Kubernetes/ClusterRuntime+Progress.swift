import Core
import Kubernetes
import KubernetesClient

extension ClusterRuntime {
    /// Read from what the watches saw, so that it costs the cluster nothing; only why a Pod is not ready and a failure's last output are
    /// asked for.
    func progress(of state: SagaState) async throws -> RolloutProgress {
        let deployment = state.deployment
        var progress = RolloutProgress(wanted: state.app.candidateScale)
        let refusal = try await store.refusal(of: deployment.id)
        guard refusal?.isFinal != true else {
            progress.failure = refusal?.failure
            return progress
        }
        progress.hindrance = refusal?.failure ?? caches.hindrance
        progress.remark = progress.hindrance?.message ?? ""
        guard caches.isSynced, let release = try await store.release(deployment.release, of: deployment.app) else { return progress }
        let facts = try await facts(state.app, wanted: deployment.id, release)
        if facts.isApplied, facts.hasBeenRead, facts.absent.isEmpty { progress.applied = "Handed over to the cluster." }
        switch RolloutVerdict(facts) {
        case .progressing(let ready, let remark):
            progress.ready = ready
            progress.servingSince = facts.newPods.compactMap { $0.status?.conditions["Ready"]?.lastTransitionTime }.max()
            // What was refused stands above what the refusal has led to.
            if refusal == nil, !remark.isEmpty { progress.remark = remark }
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
        let objects = try render(release, of: app, deployment: wanted)
        var facts = RolloutFacts(
            deployment: caches.deployments.get(objects.deployment.metadata.name, in: namespace), replicaSets: caches.replicaSets.objects(labels: labels),
            pods: caches.pods.objects(labels: labels), wanted: wanted, replicas: app.candidateScale, run: release.run, image: release.image,
            patience: patience, drain: rendering.settings.drain, now: .now(), heardSince: caches.hearing.since)
        facts.absent = try [absent(objects.service), absent(objects.ingress)].compactMap { $0 }
        if facts.newPods.contains(where: { !$0.isReady && !$0.isFinished && $0.status?.startTime != nil }) {
            facts.events = await complaints.events(in: namespace, client)
        }
        return facts
    }

    /// What it is called, unless the cluster has it as it was applied last.
    private func absent<Object: KubernetesObject>(_ object: Object) throws -> String? {
        let digest = try ObjectComparison.digest(object)
        if let live = caches.live(object), live.metadata.deletionTimestamp == nil, live.metadata.annotations?[Labels.applied] == digest { return nil }
        return "\(Object.kind) \(object.metadata.name)"
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
        let options = PodLogOptions(container: Rendering.container, tailLines: 20, previous: isPrevious, limitBytes: 256 << 10)
        for try await batch in try await client.log(of: pod, in: namespace, options, deadline: .seconds(3)) {
            lines += batch.map { String($0.text.prefix(500)) }
        }
        return lines.joined(separator: "\n")
    }
}
