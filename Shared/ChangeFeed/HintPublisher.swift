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
            var pause = Duration.milliseconds(5)
            while !Task.isCancelled {
                var hasMore = false
                do {
                    if ContinuousClock.now >= nextTrim {
                        try await trim()
                        nextTrim = ContinuousClock.now + .seconds(600)
                    }
                    hasMore = try await sweep()
                } catch {
                    if !Task.isCancelled { log.debug("publishing hints", metadata: ["error": "\(String(reflecting: error))"]) }
                }
                // A row that waits for an older transaction to end will be readable in a moment, or in many.
                pause = hasMore ? min(pause * 2, .seconds(1)) : .milliseconds(5)
                await nudge.wait(atMost: hasMore ? pause : .seconds(1))
            }
        }
    }

    /// True when there is more to tell.
    private func sweep() async throws(Fault) -> Bool {
        let own = "hints:\(service)"
        let (changes, hasMore) = try await pool.transaction("reading hints") { db -> ([Proto.Change], Bool) in
            // Another replica is telling right now.
            guard let before = try db.lockCursor(of: own) else { return ([], false) }
            let changes = try db.changes(after: before, limit: 200)
            let after = changes.last.map { FeedPosition(xid: $0.xid, id: $0.id) } ?? before
            if after != before { _ = try db.moveCursor(of: own, from: before, to: after) }
            let hasMore = try db.first("SELECT 1 AS more FROM changes WHERE (xid, id) > \(after.sql) LIMIT 1") { _ in true }
            return (changes, hasMore ?? false)
        }
        for change in changes {
            let project = change.projectID.isEmpty ? "_" : change.projectID
            let entityID = Self.token(change.entityID)
            try nats.publish("evt.v1.\(service).\(change.entity).\(change.verb).\(project).\(entityID)", change.payload)
        }
        return hasMore
    }

    /// Facts are kept seven days. Those of another life of this database go at once: a restored database counts its
    /// transactions anew, so facts from before it would seem to lie in the future and hide the new ones.
    private func trim() async throws(Fault) {
        try await pool.transaction("trimming the feed") { db in
            let future: SQL = "xid >= pg_snapshot_xmax(pg_current_snapshot())"
            try db.execute("DELETE FROM changes WHERE \(future)")
            try db.execute("UPDATE feed_trims SET xid = '0', id = 0 WHERE \(future)")
            try db.execute("UPDATE cursors SET xid = '0', id = 0, updated_at = now() WHERE producer = \("hints:\(service)") AND \(future)")
            let last = try db.first(
                """
                WITH gone AS (DELETE FROM changes WHERE at < now() - interval '7 days' RETURNING xid, id)
                SELECT xid, id FROM gone ORDER BY xid DESC, id DESC LIMIT 1
                """, FeedPosition.init)
            guard let last else { return }
            try db.execute("UPDATE feed_trims SET xid = \(last.xid)::xid8, id = \(last.id) WHERE (xid, id) < \(last.sql)")
        }
    }

    /// A subject's token has neither dot nor blank nor wildcard.
    private static func token(_ text: String) -> String {
        let token = text.map { ".* >\t".contains($0) ? "-" : $0 }
        return token.isEmpty ? "_" : String(token)
    }
}
