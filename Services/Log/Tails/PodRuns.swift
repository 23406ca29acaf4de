import ContainerEngine
import Core
import KubernetesClient

/// One reading of a Pod's container, over the file of its current run and the one of the run before.
struct PodRuns {
    let client: KubernetesClient
    let pod: PodReference
    let buffer: TailBuffer

    /// False when the kubelet had something to say in place of output.
    ///
    /// - Parameter hasRestarted: by what is known of it; the log may be of a later run than that.
    func read(follow: Bool, hasRestarted: Bool) async throws -> Bool {
        guard follow else { return try await LogEnd.known { try await readCurrent(follow: false, hasRestarted) }?.add(to: buffer) ?? false }
        let end = try await readCurrent(follow: true, hasRestarted)
        // Its rest may be still to be had, and is counted with it then.
        guard end.unterminated == nil else { throw SourceFailure.unavailable(LogEnd.Unknown()) }
        return !end.hasRemark
    }

    private func readCurrent(follow: Bool, _ hasRestarted: Bool) async throws -> LogEnd {
        let mark = await buffer.beginReading()
        // The log is opened first, so that a run which ends meanwhile is its file, or the one before.
        var log = try await client.log(of: pod.name, in: pod.namespace, options(from: mark, follow: follow)).makeAsyncIterator()
        var skip = PodSkip(mark)
        var end = LogEnd()
        // Whether it is known which file the mark is in. Where nothing was read yet, no file repeats anything, and a run before is all new.
        var isKnown = mark.count == 0
        if isKnown {
            try await readPrevious()
        } else if hasRestarted {
            // This run may be silent for long, and the last words of the one before not wait for it.
            isKnown = try await goOnWithPrevious(mark) { $0 == mark.microseconds }
        }
        while let lines = try await log.next() {
            if !isKnown, lines.contains(where: { skip.takes($0.time.microseconds) }) {
                isKnown = true
                if skip.hasLostSome { _ = try await goOnWithPrevious(mark) { $0 >= mark.microseconds } }
            }
            await buffer.add(end.take(lines).map(\.record))
        }
        // It had nothing new: it is another run that said nothing, unless it repeated what was seen last.
        if !isKnown, !skip.hasSeenLatest { _ = try await goOnWithPrevious(mark) { $0 >= mark.microseconds } }
        return await end.reached(log.remark, buffer)
    }

    /// Reads the rest of the run before if it has a record of such a time; false when it has none. Asked apart from reading: records of
    /// another file than the mark's, from shortly before it, must not be counted as if they were of that one.
    private func goOnWithPrevious(_ mark: TailCursor, _ isThere: (Int64) -> Bool) async throws -> Bool {
        guard try await previousHas(mark, isThere) else { return false }
        try await readPrevious()
        return true
    }

    private func previousHas(_ mark: TailCursor, _ isThere: (Int64) -> Bool) async throws -> Bool {
        var isFound = false
        _ = try await LogEnd.known {
            guard !isFound, var log = try await previous(from: mark) else { return nil }
            var end = LogEnd()
            while !isFound, let lines = try await log.next() {
                isFound = lines.contains { isThere($0.time.microseconds) }
                _ = end.take(lines)
            }
            return await end.reached(log.remark, buffer)
        }
        return isFound
    }

    private func readPrevious() async throws {
        var isThere = false
        let end = try await LogEnd.known {
            guard var log = try await previous(from: await buffer.beginReading()) else { return nil }
            isThere = true
            var end = LogEnd()
            while let lines = try await log.next() { await buffer.add(end.take(lines).map(\.record)) }
            return await end.reached(log.remark, buffer)
        }
        let isWhole = await end?.add(to: buffer) ?? false
        if isThere { await buffer.beginFile(isWhole: isWhole) }
    }

    /// Nil where there is none, or none any more.
    private func previous(from mark: TailCursor) async throws(KubernetesError) -> PodLog.AsyncIterator? {
        do throws(KubernetesError) {
            return try await client.log(of: pod.name, in: pod.namespace, options(from: mark, previous: true)).makeAsyncIterator()
        } catch {
            guard error.status == 400 || error.status == 404 else { throw error }
            return nil
        }
    }

    private func options(from mark: TailCursor, follow: Bool = false, previous: Bool = false) -> PodLogOptions {
        let since = PodSkip.start(of: mark).map { Timestamp(microseconds: $0) }
        return PodLogOptions(container: pod.container, follow: follow, since: since, previous: previous)
    }
}
