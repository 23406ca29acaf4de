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
            guard hasBegun else { return }
            try await failing { try await read(pod, from: mark, follow: isRunning, hasPrevious: (status?.restartCount ?? 0) > 0, into: buffer) }
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

    private func read(_ pod: PodReference, from mark: TailMark, follow: Bool, hasPrevious: Bool, into buffer: TailBuffer) async throws {
        let since = PodSkip.start(of: mark.cursor).map { Timestamp(microseconds: $0) }
        // The log is opened first, so that a run which ends meanwhile is its file, or the one before.
        let log = try await client.log(of: pod.name, in: pod.namespace, PodLogOptions(container: pod.container, follow: follow, since: since))
        var skip = PodSkip(mark.cursor)
        var isKnown = false
        if mark.cursor.count == 0, hasPrevious {
            try await readPrevious(pod, since, into: buffer)
            isKnown = true
        }
        for try await lines in log {
            if !isKnown {
                let new = lines.firstIndex { skip.takes($0.time.microseconds) }
                if new != nil { isKnown = true }
                if skip.hasLostSome { try await readPrevious(pod, since, into: buffer) }
            }
            await buffer.add(lines.map(\.record))
        }
    }

    /// The rest of the run before, where the kubelet still has it.
    private func readPrevious(_ pod: PodReference, _ since: Timestamp?, into buffer: TailBuffer) async throws {
        do throws(KubernetesError) {
            let options = PodLogOptions(container: pod.container, since: since, previous: true)
            for try await lines in try await client.log(of: pod.name, in: pod.namespace, options) { await buffer.add(lines.map(\.record)) }
            await buffer.beginFile()
        } catch {
            // There is none: what follows is what is left after a rotation.
            guard error.status == 400 || error.status == 404 else { throw error }
        }
    }

    private static func state(_ status: ContainerStatus?) -> String {
        "\(status?.restartCount ?? 0) \(status?.state?.terminated?.containerID ?? status?.lastState?.terminated?.containerID ?? "")"
    }

    private func failing<T>(_ body: () async throws -> T) async throws -> T {
        do {
            return try await body()
        } catch let error as KubernetesError {
            if error.isCancelled { throw CancellationError() }
            throw SourceFailure.unavailable(error)
        }
    }
}

private extension PodLogLine {
    var record: LogRecord { LogRecord(stream: .stdout, time: time, message: bytes, endsLine: endsLine) }
}
