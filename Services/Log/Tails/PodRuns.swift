import ContainerEngine
import Core
import KubernetesClient

/// One reading of a Pod's container, over the file of its current run and the one of the run before.
struct PodRuns {
    let client: KubernetesClient
    let pod: PodReference
    let mark: TailMark
    let buffer: TailBuffer

    private var since: Timestamp? { PodSkip.start(of: mark.cursor).map { Timestamp(microseconds: $0) } }

    /// False when the kubelet had something to say in place of output.
    ///
    /// - Parameter hasRestarted: by what is known of it; the log may be of a later run than that.
    func read(follow: Bool, hasRestarted: Bool) async throws -> Bool {
        // The log is opened first, so that a run which ends meanwhile is its file, or the one before.
        var log = try await client.log(
            of: pod.name, in: pod.namespace, PodLogOptions(container: pod.container, follow: follow, since: since)).makeAsyncIterator()
        var skip = PodSkip(mark.cursor)
        // Whether it is known which file the mark is in. Where nothing was read yet, no file repeats anything, and a run before is all new.
        var isKnown = mark.cursor.count == 0
        if isKnown {
            try await readPrevious()
        } else if hasRestarted {
            // This run may be silent for long, and the last words of the one before not wait for it.
            isKnown = try await goOnWithPrevious { $0 == mark.cursor.microseconds }
        }
        while let lines = try await log.next() {
            if !isKnown, lines.contains(where: { skip.takes($0.time.microseconds) }) {
                isKnown = true
                if skip.hasLostSome { _ = try await goOnWithPrevious { $0 >= mark.cursor.microseconds } }
            }
            await buffer.add(lines.map(\.record))
        }
        // It had nothing new: it is another run that said nothing, unless it repeated what was seen last.
        if !isKnown, !skip.hasSeenLatest { _ = try await goOnWithPrevious { $0 >= mark.cursor.microseconds } }
        return log.remark == nil
    }

    /// Reads the rest of the run before if it has a record of such a time; false when it has none. Asked apart from reading: records of
    /// another file than the mark's, from shortly before it, must not be counted as if they were of that one.
    private func goOnWithPrevious(_ isThere: (Int64) -> Bool) async throws -> Bool {
        guard try await previousHas(isThere) else { return false }
        try await readPrevious()
        return true
    }

    private func previousHas(_ isThere: (Int64) -> Bool) async throws -> Bool {
        guard var log = try await previous() else { return false }
        while let lines = try await log.next() {
            if lines.contains(where: { isThere($0.time.microseconds) }) { return true }
        }
        return false
    }

    private func readPrevious() async throws {
        guard var log = try await previous() else { return }
        while let lines = try await log.next() { await buffer.add(lines.map(\.record)) }
        await buffer.beginFile(isWhole: log.remark == nil)
    }

    /// Nil where there is none, or none any more.
    private func previous() async throws(KubernetesError) -> PodLog.AsyncIterator? {
        do throws(KubernetesError) {
            let options = PodLogOptions(container: pod.container, since: since, previous: true)
            return try await client.log(of: pod.name, in: pod.namespace, options).makeAsyncIterator()
        } catch {
            guard error.status == 400 || error.status == 404 else { throw error }
            return nil
        }
    }
}

private extension PodLogLine {
    var record: LogRecord { LogRecord(stream: .stdout, time: time, message: bytes, endsLine: endsLine) }
}
