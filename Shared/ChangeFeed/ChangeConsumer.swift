package import Core
package import Logging
import Messages
package import Messaging
package import Postgres
import ServiceLifecycle
import Synchronization
import Telemetry
import Wire

/// Reads one producer's feed: by hint, by the clock, and after a reconnect.
///
/// The cursor commits together with the effects, so each fact takes effect once, in order. Replicas share the cursor by its
/// row lock: while one applies, the others leave it alone and look again at the next hint. A fact whose effect fails holds
/// up those behind it, with growing pauses; the sixth failure parks it, and the rest goes on.
package struct ChangeConsumer: Service {
    let producer: String
    private let pool: PostgresPool
    private let nats: NATSConnection
    private let rpc: RPCClient
    private let log: Logger
    private let interval: Duration
    private let page: ChangePage
    private let resync: @Sendable () async throws -> Void
    private let committed: @Sendable () -> Void
    private let nudge = Nudge()

    /// - Parameters:
    ///   - entities: the facts that matter here; others only move the cursor.
    ///   - every: how long a lost hint may cost.
    ///   - resync: lists everything anew, when the cursor is older than the feed. Idempotent.
    ///   - apply: the effect of one fact, in the transaction that moves the cursor. It may run again after a rollback.
    ///   - committed: said after each commit that applied something.
    package init(
        producer: String, of entities: [String], pool: PostgresPool, nats: NATSConnection, rpc: RPCClient, log: Logger,
        every interval: Duration = .seconds(15), resync: @escaping @Sendable () async throws -> Void,
        apply: @escaping @Sendable (isolated PostgresConnection, Change) throws -> Void,
        committed: @escaping @Sendable () -> Void = {}
    ) {
        self.producer = producer
        self.pool = pool
        self.nats = nats
        self.rpc = rpc
        self.log = log
        self.interval = interval
        page = ChangePage(producer: producer, entities: Set(entities), log: log, apply: apply)
        self.resync = resync
        self.committed = committed
    }

    private static let reads = Mutex<[String: Timestamp]>([:])

    /// When each producer's feed was last read to its end by this process.
    package static func readLast() -> [String: Timestamp] { reads.withLock { $0 } }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                group.addTask { await listen() }
                group.addTask { for await _ in nats.onReconnect() { nudge() } }
                group.addTask { await read() }
            }
        }
    }

    private func listen() async {
        while !Task.isCancelled {
            do {
                let hints = try await nats.subscribe("evt.v1.\(producer).>", capacity: 64)
                for await _ in hints {
                    hints.done()
                    nudge()
                }
                return
            } catch {
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func read() async {
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(10))
        while !Task.isCancelled {
            do {
                while try await readPage(), !Task.isCancelled {}
                backoff.reset()
                await nudge.wait(atMost: interval)
            } catch {
                if Task.isCancelled { return }
                // A producer that is away is its own operator's business; anything else is told here.
                ChangeFeedMetrics.failures.increment(producer)
                let isAway = (error as? Fault)?.code.isRetryable ?? false
                log.log(
                    level: isAway ? .debug : .warning, "reading a feed failed",
                    metadata: ["producer": "\(producer)", "error": "\(String(reflecting: error))"])
                try? await Task.sleep(for: backoff.next())
            }
        }
    }

    /// True when there may be more.
    private func readPage() async throws -> Bool {
        let before = try await position()
        let method = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>(producer, "internal.changes")
        let request = Proto.ChangesRequest(afterXid: before.xid, afterID: before.id, limit: 100)
        let reply = try await rpc.call(method, request, .new(deadline: .seconds(5)))
        if reply.expired {
            log.notice("the feed no longer reaches back to the cursor: listing anew", metadata: ["producer": "\(producer)"])
            try await resync()
            // What happens from now on is after `newest`, and what happened meanwhile is read again: both are in the list or in the feed.
            let newest = FeedPosition(xid: reply.newestXid, id: reply.newestID)
            _ = try await pool.transaction("moving a cursor") { db in try db.moveCursor(of: producer, from: before, to: newest) }
            committed()
            return true
        }
        guard let last = reply.changes.last else {
            ChangeFeedMetrics.lag.set(0, producer)
            Self.reads.withLock { $0[producer] = .now() }
            ChangeFeedMetrics.lastRead.set(Int(Timestamp.now().microseconds / 1_000_000), producer)
            return false
        }
        ChangeFeedMetrics.lag.set((Timestamp.now() - Timestamp(microseconds: last.at)).inSeconds, producer)
        let changes = reply.changes.map(Change.init)
        let outcome = try await pool.transaction("applying changes of \(producer)") { db in try page.take(changes, from: before, db) }
        switch outcome {
        case .moved(let hasApplied):
            if hasApplied { committed() }
            return true
        case .elsewhere:
            return false
        case .failed(let error):
            throw Fault.internal("applying a change of \(producer): \(error)")
        }
    }

    private func position() async throws(Fault) -> FeedPosition {
        try await pool.transaction("reading a cursor") { db in
            try db.execute("INSERT INTO cursors (producer) VALUES (\(producer)) ON CONFLICT DO NOTHING")
            return try db.one("SELECT xid, id FROM cursors WHERE producer = \(producer)", FeedPosition.init)
        }
    }
}
