import Core
import Logging
import Messages
import Messaging
import Postgres
import ServiceLifecycle

/// Tells the bus that facts were committed. Replicas share one cursor; a hint that is lost or said twice does no harm.
struct HintPublisher: Service {
    let service: String
    let pool: PostgresPool
    let nats: NATSConnection
    let log: Logger
    let nudge: Nudge

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var nextTrim = ContinuousClock.now
            while !Task.isCancelled {
                var hasMore = false
                do {
                    hasMore = try await sweep()
                    if ContinuousClock.now >= nextTrim {
                        nextTrim = ContinuousClock.now + .seconds(600)
                        try await trim()
                    }
                } catch {
                    if !Task.isCancelled { log.debug("publishing hints", metadata: ["error": "\(String(reflecting: error))"]) }
                }
                // A row that waits for an older transaction to end will be readable in a moment.
                await nudge.wait(atMost: hasMore ? .milliseconds(5) : .seconds(1))
            }
        }
    }

    /// True when there is more to tell.
    private func sweep() async throws(Fault) -> Bool {
        let own = "hints:\(service)"
        let (changes, isPending) = try await pool.transaction("reading hints") { db -> ([Proto.Change], Bool) in
            try db.execute("INSERT INTO cursors (producer) VALUES (\(own)) ON CONFLICT DO NOTHING")
            let cursor = try db.first("SELECT xid, id FROM cursors WHERE producer = \(own) FOR UPDATE SKIP LOCKED") { row in
                (xid: try row.get("xid", as: UInt64.self), id: try row.get("id", as: UInt64.self))
            }
            // Another replica is telling right now.
            guard let cursor else { return ([], false) }
            let changes = try db.changes(afterXid: cursor.xid, id: cursor.id, limit: 200)
            let last = (xid: changes.last?.xid ?? cursor.xid, id: changes.last?.id ?? cursor.id)
            if !changes.isEmpty {
                try db.execute("UPDATE cursors SET xid = \(last.xid)::xid8, id = \(last.id), updated_at = now() WHERE producer = \(own)")
            }
            let isPending = try db.first("SELECT 1 AS more FROM changes WHERE (xid, id) > (\(last.xid)::xid8, \(last.id)::bigint) LIMIT 1") { _ in true }
            return (changes, isPending ?? false)
        }
        for change in changes {
            let project = change.projectID.isEmpty ? "_" : change.projectID
            let entityID = Self.token(change.entityID)
            try await nats.publish("evt.v1.\(service).\(change.entity).\(change.verb).\(project).\(entityID)", change.payload)
        }
        return isPending
    }

    /// Facts are kept seven days.
    private func trim() async throws(Fault) {
        try await pool.transaction("trimming the feed") { db in
            let last = try db.first(
                """
                WITH gone AS (DELETE FROM changes WHERE at < now() - interval '7 days' RETURNING xid, id)
                SELECT xid, id FROM gone ORDER BY xid DESC, id DESC LIMIT 1
                """
            ) { row in (xid: try row.get("xid", as: UInt64.self), id: try row.get("id", as: UInt64.self)) }
            guard let last else { return }
            try db.execute(
                "UPDATE feed_trims SET xid = \(last.xid)::xid8, id = \(last.id) WHERE (xid, id) < (\(last.xid)::xid8, \(last.id)::bigint)")
        }
    }

    /// A subject's token has neither dot nor blank nor wildcard.
    private static func token(_ text: String) -> String {
        let token = text.map { ".* >\t".contains($0) ? "-" : $0 }
        return token.isEmpty ? "_" : String(token)
    }
}
