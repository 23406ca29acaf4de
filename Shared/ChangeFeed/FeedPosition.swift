import Core
import Messages
import Postgres

/// A place in a feed: order is by transaction, then by row.
struct FeedPosition: Sendable, Equatable {
    var xid: UInt64
    var id: UInt64

    init(xid: UInt64, id: UInt64) {
        self.xid = xid
        self.id = id
    }

    init(_ row: Row) throws {
        xid = try row.get("xid")
        id = try row.get("id")
    }

    /// For a comparison with `(xid, id)`.
    var sql: SQL { "(\(xid)::xid8, \(id)::bigint)" }
}

extension PostgresConnection {
    /// Rows whose transaction, and every one before it, has ended: none can appear before them any more.
    func changes(after position: FeedPosition, limit: Int) throws -> [Proto.Change] {
        try query(
            """
            SELECT xid, id, at, entity, verb, project_id, entity_id, payload FROM changes
            WHERE (xid, id) > \(position.sql) AND xid < pg_snapshot_xmin(pg_current_snapshot())
            ORDER BY xid, id LIMIT \(limit)
            """
        ) { row in
            Proto.Change(
                xid: try row.get("xid"), id: try row.get("id"), at: try row.get("at", as: Timestamp.self).microseconds,
                entity: try row.get("entity"), verb: try row.get("verb"),
                projectID: try row.getOptional("project_id", as: ProjectID.self)?.description ?? "",
                entityID: try row.get("entity_id"), payload: try row.get("payload"))
        }
    }

    /// Where to go on after listing anew, when what came after `position` is no longer all there; nil when it is.
    func newestIfExpired(xid: UInt64, id: UInt64) throws -> FeedPosition? {
        let position = FeedPosition(xid: xid, id: id)
        return try first(
            """
            SELECT coalesce(newest.xid, feed_trims.xid) AS xid, coalesce(newest.id, feed_trims.id) AS id
            FROM feed_trims LEFT JOIN LATERAL (
                SELECT xid, id FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY xid DESC, id DESC LIMIT 1
            ) AS newest ON true
            WHERE (feed_trims.xid, feed_trims.id) > \(position.sql)
               OR \(xid)::xid8 >= pg_snapshot_xmax(pg_current_snapshot())
            """, FeedPosition.init)
    }

    /// Moves the cursor of `producer`; false when it is no longer at `before`.
    func moveCursor(of producer: String, from before: FeedPosition, to after: FeedPosition) throws -> Bool {
        try execute(
            """
            UPDATE cursors SET xid = \(after.xid)::xid8, id = \(after.id), updated_at = now()
            WHERE producer = \(producer) AND (xid, id) = \(before.sql)
            """) == 1
    }

    /// The cursor of `producer`, made if need be and locked; nil while another replica holds it.
    func lockCursor(of producer: String) throws -> FeedPosition? {
        try execute("INSERT INTO cursors (producer) VALUES (\(producer)) ON CONFLICT DO NOTHING")
        return try first("SELECT xid, id FROM cursors WHERE producer = \(producer) FOR UPDATE SKIP LOCKED", FeedPosition.init)
    }
}
