import Core
package import Logging
import Messages
package import Messaging
import Metrics
package import Postgres
import ServiceLifecycle
import Wire

/// Reads one producer's feed: by hint, every 15 s, and after a reconnect.
///
/// The cursor commits together with the effects. Replicas share it by its row lock: while one reads, the others wait for
/// the next hint. A fact whose effect fails is tried again, alone among its like; the sixth failure parks it.
package struct ChangeConsumer: Service {
    private static let mostAttempts = 6
    private static let page: UInt32 = 100

    private let producer: String
    private let entities: Set<String>
    private let pool: PostgresPool
    private let nats: NATSConnection
    private let rpc: RPCClient
    private let log: Logger
    private let resync: @Sendable () async throws -> Void
    private let apply: @Sendable (isolated PostgresConnection, Change) throws -> Void
    private let committed: @Sendable () -> Void
    private let nudge = Nudge()

    /// - Parameters:
    ///   - entities: the facts that matter here; others only move the cursor.
    ///   - resync: lists everything anew, when the cursor is older than the feed. Idempotent.
    ///   - apply: the effect of one fact, in the transaction that moves the cursor. It may run again after a rollback.
    ///   - committed: said after each commit that applied something.
    package init(
        producer: String, of entities: [String], pool: PostgresPool, nats: NATSConnection, rpc: RPCClient, log: Logger,
        resync: @escaping @Sendable () async throws -> Void,
        apply: @escaping @Sendable (isolated PostgresConnection, Change) throws -> Void,
        committed: @escaping @Sendable () -> Void = {}
    ) {
        self.producer = producer
        self.entities = Set(entities)
        self.pool = pool
        self.nats = nats
        self.rpc = rpc
        self.log = log
        self.resync = resync
        self.apply = apply
        self.committed = committed
    }

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
        let lag = Gauge(label: "slipway_feed_lag_seconds", dimensions: [("producer", producer)])
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(10))
        while !Task.isCancelled {
            do {
                while try await readPage(lag) {}
                backoff.reset()
                await nudge.wait(atMost: .seconds(15))
            } catch {
                if Task.isCancelled { return }
                log.debug("reading a feed", metadata: ["producer": "\(producer)", "error": "\(String(reflecting: error))"])
                try? await Task.sleep(for: backoff.next())
            }
        }
    }

    private struct Cursor: Sendable, Equatable {
        var xid: UInt64
        var id: UInt64
    }

    private enum Outcome: Sendable {
        case moved(applied: Bool)
        /// Another replica moved the cursor, or holds it.
        case elsewhere
        case failed(String)
    }

    /// True when there may be more.
    private func readPage(_ lag: Gauge) async throws -> Bool {
        let before = try await cursor()
        let method = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>(producer, "internal.changes")
        let request = Proto.ChangesRequest(afterXid: before.xid, afterID: before.id, limit: Self.page)
        let reply = try await rpc.call(method, request, .new(deadline: .seconds(5)))
        if reply.expired {
            log.notice("the feed is younger than the cursor: listing anew", metadata: ["producer": "\(producer)"])
            try await resync()
            return try await skip(from: before, to: Cursor(xid: reply.newestXid, id: reply.newestID))
        }
        guard let last = reply.changes.last else {
            lag.record(0)
            return false
        }
        let changes = reply.changes.map(Change.init)
        lag.record((Timestamp.now() - Timestamp(microseconds: last.at)).inSeconds)
        switch try await take(changes, from: before) {
        case .moved(let applied):
            if applied { committed() }
            return true
        case .elsewhere:
            return false
        case .failed(let error):
            throw Fault.internal("applying a change of \(producer): \(error)")
        }
    }

    private func cursor() async throws(Fault) -> Cursor {
        try await pool.transaction("reading a cursor") { db in
            try db.execute("INSERT INTO cursors (producer) VALUES (\(producer)) ON CONFLICT DO NOTHING")
            return try db.one("SELECT xid, id FROM cursors WHERE producer = \(producer)") { Cursor(xid: try $0.get("xid"), id: try $0.get("id")) }
        }
    }

    private func skip(from before: Cursor, to after: Cursor) async throws(Fault) -> Bool {
        _ = try await pool.execute(
            "moving a cursor",
            """
            UPDATE cursors SET xid = \(after.xid)::xid8, id = \(after.id), updated_at = now()
            WHERE producer = \(producer) AND xid = \(before.xid)::xid8 AND id = \(before.id)
            """)
        return true
    }

    private func take(_ changes: [Change], from before: Cursor) async throws(Fault) -> Outcome {
        try await pool.transaction("applying changes of \(producer)") { db in
            let held = try db.first("SELECT xid, id FROM cursors WHERE producer = \(producer) FOR UPDATE SKIP LOCKED") {
                Cursor(xid: try $0.get("xid"), id: try $0.get("id"))
            }
            guard held == before else { return .elsewhere }
            var after = before
            var hasApplied = false
            var failure: String?
            for change in changes {
                if entities.contains(change.entity) {
                    do {
                        try db.savepoint { db in try apply(db, change) }
                        hasApplied = true
                    } catch {
                        let text = String(reflecting: error)
                        guard try park(change, text, db) else {
                            failure = text
                            break
                        }
                        log.error(
                            "parked a change that failed six times",
                            metadata: ["producer": "\(producer)", "entity": "\(change.entity)", "id": "\(change.entityID)", "error": "\(text)"])
                    }
                }
                after = Cursor(xid: change.xid, id: change.id)
            }
            if after != before {
                try db.execute(
                    "UPDATE cursors SET xid = \(after.xid)::xid8, id = \(after.id), updated_at = now() WHERE producer = \(producer)")
            }
            if let failure, after == before { return .failed(failure) }
            return .moved(applied: hasApplied)
        }
    }

    /// Counts a failure; true when it was the last one that is waited for.
    private func park(_ change: Change, _ error: String, _ db: isolated PostgresConnection) throws -> Bool {
        let attempts = try db.one(
            """
            INSERT INTO parked_changes (producer, xid, id, entity, verb, project_id, entity_id, payload, attempts, error)
            VALUES (\(producer), \(change.xid)::xid8, \(change.id), \(change.entity), \(change.verb), \(change.project?.description ?? ""),
                    \(change.entityID), \(change.payload), 1, \(error))
            ON CONFLICT (producer, xid, id) DO UPDATE SET attempts = parked_changes.attempts + 1, error = excluded.error,
                parked_at = CASE WHEN parked_changes.attempts + 1 >= \(Self.mostAttempts) THEN now() END
            RETURNING attempts
            """
        ) { try $0.get("attempts", as: Int.self) }
        return attempts >= Self.mostAttempts
    }
}
