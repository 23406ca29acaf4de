import Core
import Messages
import Synchronization

/// Follows an app's lines: history first, then what comes, each line once and in order.
///
/// Everything up to `known` has been told or judged. A live batch that continues exactly there is told as it is; any
/// other says that something is missing, and then the log service is read from `known` on. It is read every two seconds
/// anyhow, since the last batch may be the lost one. Where lines expired before the follower came to them, it is told how
/// many (`reset`), and goes on with the first that is kept.
final class LineFollower: StreamSource {
    private static let pageSize = 200

    private struct State {
        var filter: LineFilter?
        var known: UInt64?
        /// While the newest matching lines are still being looked for: where the looking goes on, backwards.
        var before: String?
        var isCaughtUp = false
        var readAt: ContinuousClock.Instant?
    }

    let interval: Duration = .seconds(2)
    private let call: Call
    private let app: String
    private let hub: LogHub
    private let door: StreamDoor
    private let buffer: LogBuffer
    private let signal: StreamSignal
    private let resolve: @Sendable () async throws -> LineFilter?
    private let first: @Sendable (LineFilter) -> Proto.ReadLinesRequest
    private let state: Mutex<State>

    /// - Parameters:
    ///   - after: the id of the last line that the client has; then `first` is not asked.
    ///   - resolve: which lines are wanted; nil when that is not known yet. Nothing is told before, because lines that
    ///     turn out to be wanted later could come before lines already told.
    ///   - first: the question that begins the history.
    init(
        _ call: Call, app: String, after: UInt64?, hub: LogHub, door: StreamDoor, signal: StreamSignal,
        resolve: @escaping @Sendable () async throws -> LineFilter?,
        first: @escaping @Sendable (LineFilter) -> Proto.ReadLinesRequest
    ) {
        self.call = call
        self.app = app
        self.hub = hub
        self.door = door
        self.resolve = resolve
        self.first = first
        self.signal = signal
        buffer = LogBuffer(signal: signal)
        state = Mutex(State(known: after))
        // Listening begins before the history is read, so that nothing falls between the two.
        hub.add(buffer, to: app)
    }

    func mayContinue() async throws { try await door.check(call) }

    func finish() { hub.remove(buffer, from: app) }

    func next() async throws -> [ServerSentEvent] {
        var now = state.withLock { $0 }
        defer {
            let after = now
            state.withLock { $0 = after }
        }
        if now.filter == nil { now.filter = try await resolve() }
        guard let filter = now.filter else { return [] }
        guard now.isCaughtUp else { return try await readOn(filter, &now) }
        if let lines = takeLive(filter, &now) {
            if !lines.isEmpty { return Self.events(lines) }
            if let readAt = now.readAt, ContinuousClock.now - readAt < interval { return [] }
        }
        return try await readOn(filter, &now)
    }

    /// What came live and continues what is known; nil when something is missing before it.
    private func takeLive(_ filter: LineFilter, _ now: inout State) -> [Proto.Line]? {
        let (batches, hasOverflowed) = buffer.take()
        var known = now.known ?? 0
        var lines: [Proto.Line] = []
        guard !hasOverflowed else { return nil }
        for batch in batches {
            guard let last = batch.lines.last?.seq, last > known else { continue }
            // What is read again from `known` on includes what is dropped here.
            guard batch.previousSeq <= known else { return nil }
            lines += filter.wanted(of: batch.lines.filter { $0.seq > known })
            known = last
        }
        now.known = known
        return lines
    }

    private func readOn(_ filter: LineFilter, _ now: inout State) async throws -> [ServerSentEvent] {
        now.isCaughtUp = false
        if let before = now.before { return try await readBack(filter, before, &now) }
        let question = now.known.map { filter.question(limit: Self.pageSize, cursor: "a\($0)", fromStart: false) } ?? first(filter)
        let isBackwards = now.known == nil && question.cursor.isEmpty && !question.fromStart
        let page = try await call.live.send(LogRPC.readLines, question)
        let lines = page.items.filter { line in now.known.map { line.seq > $0 } ?? true }
        var events: [ServerSentEvent] = []
        if page.missing > 0, let known = now.known {
            now.known = known + page.missing
            events = [Self.reset(page.missing, before: known + page.missing + 1)]
        }
        if isBackwards, lines.isEmpty, page.hasMore { now.before = page.prevCursor }
        // The page's cursor is the newest place it has looked at, which a filter may have left far behind its last line.
        let cursor = page.nextCursor.hasPrefix("a") ? UInt64(page.nextCursor.dropFirst()) ?? 0 : 0
        now.known = max(now.known ?? 0, lines.last?.seq ?? 0, cursor)
        now.readAt = .now
        now.isCaughtUp = lines.isEmpty && events.isEmpty && now.before == nil && (isBackwards || !page.hasMore)
        // A search looks at a bounded number of lines at a time: the next ones at once.
        if !now.isCaughtUp { signal.wake() }
        return events + Self.events(lines)
    }

    /// Looks for the newest matching lines where none was among those looked at so far.
    private func readBack(_ filter: LineFilter, _ before: String, _ now: inout State) async throws -> [ServerSentEvent] {
        var question = first(filter)
        question.cursor = before
        let page = try await call.live.send(LogRPC.readLines, question)
        now.before = page.items.isEmpty && page.hasMore ? page.prevCursor : nil
        signal.wake()
        return Self.events(page.items)
    }

    /// What was to come next is no longer kept. Its id is the last line's that is missing, so that resuming tells it once.
    private static func reset(_ missing: UInt64, before first: UInt64) -> ServerSentEvent {
        ServerSentEvent(name: "reset", id: String(first - 1), data: ["type": "reset", "missing": .int(Int64(missing)), "first_id": .string(String(first))])
    }

    private static func events(_ lines: [Proto.Line]) -> [ServerSentEvent] {
        lines.map { ServerSentEvent(name: "log", id: String($0.seq), data: $0.json) }
    }
}
