import Core
import Logging
import Reconciliation

/// Reads one container's output to its end, over restarts of the container, of what runs it and of this service.
struct TailReader: Sendable {
    let source: any InstanceSource
    let store: LogStore
    let live: LiveLines
    let log: Logger
    /// The container began or ended, or nobody waits for more of it.
    let nudges: TailNudges
    let refusals: TailRefusals
    let fence: Int64
    let gate: FloodGate

    /// Returns once everything is stored; throws `LeaseLost` when another replica reads the app by now.
    func run(_ tail: Tail) async throws {
        defer { refusals.forget(tail.container) }
        try await nudges.listening(to: .container(tail.container)) { changed in try await run(tail, changed) }
    }

    private func run(_ tail: Tail, _ changed: Nudge) async throws {
        var mark = tail.mark
        gate.note(mark.flood, of: tail.container)
        var backoff = Backoff(first: .milliseconds(200), most: source.interval)
        var stateRead: String?
        // Whether what there was to read last was read to its end, so that an instance that is gone takes nothing with it.
        var isWhole = false
        while true {
            try Task.checkCancellation()
            let before = mark
            var pause: Duration?
            // Asked before the container is looked at: else it could be started, write and end for good after the reading.
            let hasEnded = try await store.hasEnded(tail.container)
            do {
                let look = try await source.look(at: tail, from: mark)
                if look.state == nil || look.state != stateRead {
                    let reading = try await read(tail, from: mark, look)
                    // Where reading was refused and brought nothing, nothing was begun that could have broken off.
                    if reading.mark != mark { isWhole = false }
                    if case .unavailable = reading.error { isWhole = false }
                    mark = reading.mark
                    if let error = reading.error { throw error }
                    if reading.isWhole { (isWhole, stateRead) = (true, look.state) }
                }
                refusals.forget(tail.container)
                if hasEnded, look.isAtRest { return try await finish(tail, mark, isWhole) }
            } catch let failure as SourceFailure {
                try Task.checkCancellation()
                switch failure {
                case .gone: return try await finish(tail, mark, isWhole)
                // They stand in one container's way, not in the whole app's.
                case .unavailable(let error, let retryAfter):
                    log.debug("a container's log broke off", metadata: ["container": "\(tail.container)", "error": "\(error)"])
                    pause = retryAfter
                case .refused(let error):
                    if refusals.note(tail.container, error) {
                        log.warning("a container's log is refused", metadata: ["container": "\(tail.container)", "instance": "\(tail.instance)", "error": "\(error)"])
                    }
                }
            }
            if mark != before { backoff.reset() }
            let wait = backoff.next()
            if let pause { try await Task.sleep(for: max(pause, wait)) } else { await changed.wait(atMost: wait) }
        }
    }

    /// Nothing more comes: what waited for the end of its line is one, and what may have gone with the container is told.
    private func finish(_ tail: Tail, _ mark: TailMark, _ isWhole: Bool) async throws {
        let buffer = TailBuffer(tail, from: mark, gate)
        if !isWhole { await buffer.tellGone() }
        await buffer.finish(endsLines: true)
        _ = try await store(tail, buffer)
        guard try await store.drained(tail.container, fence: fence) else { throw LeaseLost() }
    }

    private struct Reading: Sendable {
        var mark: TailMark
        var isWhole = false
        var error: SourceFailure?
    }

    private enum Part: Sendable {
        case stored(TailMark?)
        case read(isWhole: Bool, SourceFailure?)
    }

    /// Reads from the mark on; ends when the container does. What was read is stored even when the stream broke.
    private func read(_ tail: Tail, from mark: TailMark, _ look: Look) async throws -> Reading {
        let buffer = TailBuffer(tail, from: mark, gate)
        return try await withThrowingTaskGroup(of: Part.self) { group in
            group.addTask { .stored(try await store(tail, buffer)) }
            group.addTask {
                do {
                    let isWhole = try await look.read(buffer)
                    // While it runs, the end of a line may still come; and where following ends, a last look follows.
                    await buffer.finish(endsLines: look.isAtRest && isWhole)
                    return .read(isWhole: isWhole, nil)
                } catch let error as SourceFailure {
                    await buffer.finish(endsLines: false)
                    return .read(isWhole: false, error)
                }
            }
            var reading = Reading(mark: mark)
            for try await part in group {
                switch part {
                case .stored(let mark): reading.mark = mark ?? reading.mark
                case .read(let isWhole, let error): (reading.isWhole, reading.error) = (isWhole, error)
                }
            }
            // A reading that was cancelled has dropped what it could not store: the next one reads it again.
            try Task.checkCancellation()
            return reading
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
