import Core
import Messages
import Synchronization

/// Follows an app's lines: history first, then what comes, each line once and in order.
///
/// Everything up to `known` has been told or judged. A live batch that continues exactly there is told as it is; any
/// other says that something is missing, and then the log service is read from `known` on. It is read every two seconds
/// anyhow, since the last batch may be the lost one.
final class LineFollower: StreamSource {
    private static let pageSize = 200

    private struct State {
        var filter: LineFilter?
        var known: UInt64?
        var isCaughtUp = false
        var readAt: ContinuousClock.Instant?
    }

    let interval: Duration = .seconds(2)
    private let call: Call
    private let app: String
    private let hub: LogHub
    private let door: StreamDoor
    private let buffer: LogBuffer
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
            guard filter.isSimple, batch.previousSeq <= known else { return nil }
            lines += batch.lines.filter { $0.seq > known && filter.wants($0) }
            known = last
        }
        now.known = known
        return lines
    }

    private func readOn(_ filter: LineFilter, _ now: inout State) async throws -> [ServerSentEvent] {
        now.isCaughtUp = false
        let question = now.known.map { filter.question(limit: Self.pageSize, cursor: "a\($0)", fromStart: false) } ?? first(filter)
        let page = try await call.live.send(LogRPC.readLines, question)
        let lines = page.items.filter { line in now.known.map { line.seq > $0 } ?? true }
        // The page's cursor is the newest place it has looked at, which a filter may have left far behind its last line.
        let cursor = page.nextCursor.hasPrefix("a") ? UInt64(page.nextCursor.dropFirst()) ?? 0 : 0
        now.known = max(now.known ?? 0, lines.last?.seq ?? 0, cursor)
        now.readAt = .now
        now.isCaughtUp = lines.isEmpty
        return Self.events(lines)
    }

    private static func events(_ lines: [Proto.Line]) -> [ServerSentEvent] {
        lines.map { ServerSentEvent(name: "log", id: String($0.seq), data: $0.json) }
    }
}
