package import Core
package import Logging
package import Messages
package import Messaging
package import Postgres
package import ServiceLifecycle

/// The facts of a service in commit order: a transactional outbox that is read by cursor.
///
/// A fact is a row, written in the transaction of its change; readers ask for the rows after their cursor and commit the
/// cursor with what they did about them. So each fact takes effect once and in order, whatever the bus loses, repeats or
/// reorders. A hint on `evt.v1.…` only says that asking is worth while. Facts are kept seven days; a reader that was away
/// for longer is told to list anew. A message queue with acknowledgements was refused: it would be a second truth.
package final class ChangeFeed: Sendable {
    private let service: String
    private let pool: PostgresPool
    private let nats: NATSConnection
    private let log: Logger
    private let nudge = Nudge()

    /// Bytes of payload in one answer: below what a message may carry.
    private static let mostBytes = 180 * 1024

    package init(service: String, pool: PostgresPool, nats: NATSConnection, log: Logger) {
        self.service = service
        self.pool = pool
        self.nats = nats
        self.log = log
    }

    /// To be said after a commit that recorded facts: the hints go out at once instead of within a second.
    @Sendable package func committed() { nudge() }

    /// Publishes hints and removes old facts, beside the service's other parts.
    package var publisher: any Service { HintPublisher(service: service, pool: pool, nats: nats, log: log, nudge: nudge) }

    /// The facts after the reader's cursor, in commit order.
    package func answer(_ request: Proto.ChangesRequest) async throws(Fault) -> Proto.ChangesReply {
        let limit = min(max(Int(request.limit), 1), 500)
        return try await pool.transaction("reading changes") { db in
            let (newest, isExpired) = try db.one(
                """
                SELECT newest.xid, newest.id, (feed_trims.xid, feed_trims.id) > (\(request.afterXid)::xid8, \(request.afterID)::bigint) AS expired
                FROM feed_trims CROSS JOIN LATERAL (
                    SELECT coalesce((SELECT xid FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid DESC, id DESC LIMIT 1), feed_trims.xid) AS xid,
                           coalesce((SELECT id FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid DESC, id DESC LIMIT 1), feed_trims.id) AS id
                ) AS newest
                """
            ) { row in
                ((xid: try row.get("xid", as: UInt64.self), id: try row.get("id", as: UInt64.self)), try row.get("expired", as: Bool.self))
            }
            guard !isExpired else { return Proto.ChangesReply(expired: true, newestXid: newest.xid, newestID: newest.id) }
            let changes = try db.changes(afterXid: request.afterXid, id: request.afterID, limit: limit)
            var bytes = 0
            let bounded = changes.prefix { change in
                defer { bytes += change.payload.count + 200 }
                return bytes == 0 || bytes + change.payload.count < Self.mostBytes
            }
            return Proto.ChangesReply(changes: Array(bounded), newestXid: newest.xid, newestID: newest.id)
        }
    }
}

extension PostgresConnection {
    /// Rows whose transaction, and every one before it, has ended: none can appear before them any more.
    func changes(afterXid xid: UInt64, id: UInt64, limit: Int) throws -> [Proto.Change] {
        try query(
            """
            SELECT xid, id, at, entity, verb, project_id, entity_id, payload FROM changes
            WHERE (xid, id) > (\(xid)::xid8, \(id)::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY xid, id LIMIT \(limit)
            """
        ) { row in
            Proto.Change(
                xid: try row.get("xid"), id: try row.get("id"), at: try row.get("at", as: Timestamp.self).microseconds,
                entity: try row.get("entity"), verb: try row.get("verb"),
                projectID: try row.getOptional("project_id", as: ProjectID.self)?.description ?? "", entityID: try row.get("entity_id"),
                payload: try row.get("payload"))
        }
    }
}
