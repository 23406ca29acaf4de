import ContainerEngine
import Core
import Kubernetes
import KubernetesClient

/// Containers of Pods: their kubelet's log, by the API server.
///
/// A container that is started again writes another file, and the kubelet keeps the one before. Nothing tells which of them an answer
/// comes from: a Pod's status may be older than its log. So the log itself is asked: where it does not repeat what was seen last, it
/// is another file, and the rest of the one before is read first.
struct PodSource: InstanceSource {
    let client: KubernetesClient
    let pods: ResourceCache<Pod>
    let interval = Duration.milliseconds(1_500)

    func look(at tail: Tail, from mark: TailMark) async throws -> Look {
        // A container of an engine, from before: nobody has its output any more.
        guard let pod = tail.pod else { throw SourceFailure.gone }
        let status = try await self.status(of: pod, tail.container)
        let isRunning = status?.state?.running != nil
        let hasBegun = isRunning || status?.state?.terminated != nil || status?.lastState?.terminated != nil
        return Look(isAtRest: !isRunning, state: isRunning ? nil : Self.state(status)) { buffer in
            guard hasBegun else { return true }
            let log = PodRuns(client: client, pod: pod, buffer: buffer)
            return try await failing { try await log.read(follow: isRunning, hasRestarted: (status?.restartCount ?? 0) > 0) }
        }
    }

    /// By what is watched; only the server itself says that a Pod is gone.
    private func status(of pod: PodReference, _ uid: String) async throws -> ContainerStatus? {
        var found = pods.get(pod.name, in: pod.namespace)
        if found?.metadata.uid != uid {
            found = try await failing { try await client.get(Pod.self, pod.name, in: pod.namespace, deadline: .seconds(5)) }
        }
        guard let found, found.metadata.uid == uid else { throw SourceFailure.gone }
        return found.status?.containerStatuses?.first { $0.name == pod.container }
    }

    private static func state(_ status: ContainerStatus?) -> String {
        "\(status?.restartCount ?? 0) \(status?.state?.terminated?.containerID ?? status?.lastState?.terminated?.containerID ?? "")"
    }

    private func failing<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as KubernetesError {
            if error.isCancelled { throw CancellationError() }
            if (400..<500).contains(error.status), !error.isOverloaded { throw SourceFailure.refused(error) }
            throw SourceFailure.unavailable(error, retryAfter: error.retryAfter)
        }
    }
}
