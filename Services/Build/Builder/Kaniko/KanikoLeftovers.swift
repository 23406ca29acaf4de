import ContainerEngine
import Core
import Kubernetes
import KubernetesClient
import Logging
import Reconciliation

/// What builds leave in the cluster and in the registry, and nobody needs any more: whoever left it, and however they ended.
struct KanikoLeftovers: Sendable {
    let client: KubernetesClient
    let rendering: KanikoRendering
    let store: BuildStore
    let gate: RegistryGate
    let registry: RegistryClient
    let nudge: Nudge
    let log: Logger

    func pass() async throws {
        try await removeJobs()
        // A registry that is being swept takes no deletions.
        guard try await !gate.isClosed() else { return }
        try await removeSources()
        try await removeNamespaces()
    }

    /// Deletes Jobs and waits until they and their Pods are gone; false when they are not by then.
    func remove(_ scope: ResourceScope, until deadline: Deadline) async throws -> Bool {
        do {
            while true {
                let jobs = try await client.list(Job.self, scope).items
                for job in jobs where job.metadata.deletionTimestamp == nil { try await delete(job) }
                var isGone = jobs.isEmpty
                // Pods carry what their Jobs do, but for the app.
                if isGone, scope.labels[KanikoNames.app] == nil { isGone = try await client.list(Pod.self, scope).items.isEmpty }
                if isGone { return true }
                guard !deadline.hasPassed else { return false }
                try await Task.sleep(for: .milliseconds(200))
            }
        } catch let error as KubernetesError {
            throw error.isCancelled ? CancellationError() : error.fault
        }
    }

    /// Cached layers that are older; how many.
    func trimCaches(olderThan age: Duration) async throws -> Int {
        var count = 0
        let oldest = Timestamp.now().adding(.zero - age)
        for (_, project, _) in try await store.buildNamespaces() { count += try await trimCache(of: project) { $0 < oldest } }
        if count > 0 { try await gate.noteGarbage() }
        return count
    }

    /// Of attempts that are not on their way. The row is asked after the Job was seen, and it names the Job before that is made.
    private func removeJobs() async throws {
        let jobs = try await client.list(Job.self, ResourceScope(labels: [KanikoNames.installation: rendering.installation])).items
        let attempts = jobs.compactMap(\.buildAttempt)
        guard !attempts.isEmpty else { return }
        let needed = try await store.unfinished(attempts)
        for job in jobs where job.metadata.deletionTimestamp == nil {
            guard let attempt = job.buildAttempt, !needed.contains(attempt) else { continue }
            log.info("removing a Job", metadata: ["job": "\(job.metadata.namespace ?? "")/\(job.metadata.name)"])
            try await delete(job)
        }
    }

    private func removeSources() async throws {
        for source in try await store.uselessSources() {
            do {
                try await registry.deleteManifest(source.repository, digest: source.digest)
            } catch {
                // One that keeps what it has is no obstacle; one that is away is asked again.
                guard error.status == 405 else { throw error }
            }
            try await store.forget(source)
            try await gate.noteGarbage()
        }
    }

    /// Of projects without builds; with a namespace goes everything in it.
    private func removeNamespaces() async throws {
        for (name, project, isNeeded) in try await store.buildNamespaces() where !isNeeded {
            let live = try await client.get(Namespace.self, name)
            if let live, live.metadata.labels?[KanikoNames.installation] == rendering.installation {
                if live.metadata.deletionTimestamp == nil { try await client.delete(Namespace.self, name, uid: live.metadata.uid) }
                continue
            }
            if try await trimCache(of: project, { _ in true }) > 0 { try await gate.noteGarbage() }
            try await store.forget(namespace: name)
            log.info("a project's namespace of builds is gone", metadata: ["namespace": "\(name)"])
        }
    }

    private func trimCache(of project: ProjectID, _ isOld: (Timestamp) -> Bool) async throws -> Int {
        guard let repository = rendering.cacheRepository(of: project) else { return 0 }
        var count = 0
        for tag in try await registry.tags(of: repository) {
            guard isOld(try await registry.created(repository, tag) ?? .now()), let digest = try await registry.digest(of: repository, tag) else { continue }
            try await registry.deleteManifest(repository, digest: digest)
            count += 1
        }
        return count
    }

    private func delete(_ job: Job) async throws {
        do throws(KubernetesError) {
            _ = try await client.delete(
                Job.self, job.metadata.name, in: job.metadata.namespace, propagation: .foreground, uid: job.metadata.uid)
        } catch {
            guard error.isConflict || error.isNotFound else { throw error }
        }
    }
}

extension Job {
    /// Which attempt it is for; nil for what is no build of ours.
    fileprivate var buildAttempt: BuildAttempt? {
        guard let build = metadata.labels?[KanikoNames.build].flatMap({ BuildID($0) }),
            let attempt = metadata.labels?[KanikoNames.attempt].flatMap({ Int($0) })
        else { return nil }
        return BuildAttempt(build: build, attempt: attempt)
    }
}
