import Core
import Logging
import Reconciliation

/// Reads one container's output to its end, over restarts of the container, of what runs it and of this service.
struct TailReader: Sendable {
    let source: any InstanceSource
    let store: LogStore
    let live: LiveLines
    let log: Logger
    /// An instance began or ended.
    let changed: Nudge
    let fence: Int64
    let gate: FloodGate

    /// Returns once everything is stored; throws `LeaseLost` when another replica reads the app by now.
    func run(_ tail: Tail) async throws {
        var mark = tail.mark
        gate.note(mark.flood, of: tail.container)
        var backoff = Backoff(first: .milliseconds(200), most: source.interval)
        var stateRead: String?
        while true {
            try Task.checkCancellation()
            let before = mark
            // Asked before the container is looked at: else it could be started, write and end for good after the reading.
            let hasEnded = try await store.hasEnded(tail.container)
            do {
                let look = try await source.look(at: tail, from: mark)
                if look.state == nil || look.state != stateRead {
                    let reading = try await read(tail, from: mark, look)
                    mark = reading.mark
                    if let error = reading.error { throw error }
                    stateRead = look.state
                }
                if hasEnded, look.isAtRest { return try await drained(tail) }
            } catch let failure as SourceFailure {
                try Task.checkCancellation()
                guard case .unavailable(let error) = failure else {
                    try await storeOpenLines(of: tail, mark)
                    return try await drained(tail)
                }
                // It stands in one container's way, not in the whole app's.
                log.debug("a container's log broke off", metadata: ["container": "\(tail.container)", "error": "\(error)"])
            }
            if mark != before { backoff.reset() }
            await changed.wait(atMost: backoff.next())
        }
    }

    private func drained(_ tail: Tail) async throws {
        guard try await store.drained(tail.container, fence: fence) else { throw LeaseLost() }
    }

    /// The container is gone, and with it the ends of these lines.
    private func storeOpenLines(of tail: Tail, _ mark: TailMark) async throws {
        let buffer = TailBuffer(tail, from: mark, gate)
        await buffer.finish(endsLines: true)
        _ = try await store(tail, buffer)
    }

    private enum Part: Sendable {
        case stored(TailMark?)
        case read(SourceFailure?)
    }

    /// Reads from the mark on; ends when the container does. What was read is stored even when the stream broke.
    private func read(_ tail: Tail, from mark: TailMark, _ look: Look) async throws -> (mark: TailMark, error: SourceFailure?) {
        let buffer = TailBuffer(tail, from: mark, gate)
        return try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask { .stored(try await store(tail, buffer)) }
            group.addTask {
                do {
                    try await look.read(buffer)
                    // While it runs, the end of a line may still come; and where following ends, a last look follows.
                    await buffer.finish(endsLines: look.isAtRest)
                    return .read(nil)
                } catch let error as SourceFailure {
                    await buffer.finish(endsLines: false)
                    return .read(error)
                }
            }
            var end = (mark: mark, error: SourceFailure?.none)
            for try await part in group {
                switch part {
                case .stored(let mark): end.mark = mark ?? end.mark
                case .read(let error): end.error = error
                }
            }
            // A reading that was cancelled has dropped what it could not store: the next one reads it again.
            try Task.checkCancellation()
            return end
        }
    }

    /// Stores what comes until nothing more comes; how far that is.
    private func store(_ tail: Tail, _ buffer: TailBuffer) async throws -> TailMark? {
        var mark: TailMark?
        while let batch = await buffer.take() {
            guard let stored = try await store.append(
                app: tail.app, fence: fence, container: tail.container, mark: batch.mark, lines: batch.lines)
            else { throw LeaseLost() }
            mark = batch.mark
            await live.publish(stored)
            // Many small transactions cost more than a short wait: lines arrive in bursts. A full batch need not wait for more.
            if batch.lines.count < 1_000 { try await Task.sleep(for: .milliseconds(20)) }
        }
        return mark
    }
}
