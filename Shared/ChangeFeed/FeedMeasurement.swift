import Core
import Logging
import Postgres
import Reconciliation
import ServiceLifecycle
import Telemetry

/// How much has not been told, and what was put aside: read on a clock, since it takes a question to the database.
struct FeedMeasurement: Sendable {
    let service: String
    let pool: PostgresPool

    func pass() async throws {
        let unpublished = try await pool.one(
            "counting unpublished changes",
            """
            SELECT count(*) AS n FROM (
                SELECT 1 FROM changes, (SELECT coalesce(max(xid), '0') AS xid, coalesce(max(id), 0) AS id FROM cursors WHERE producer = \("hints:\(service)")) c
                WHERE (changes.xid, changes.id) > (c.xid, c.id) LIMIT 100000) waiting
            """
        ) { try $0.get("n", as: Int.self) }
        ChangeFeedMetrics.unpublished.set(unpublished)
        let parked = try await pool.query(
            "counting parked changes",
            """
            SELECT c.producer, count(p.parked_at) AS n FROM cursors c LEFT JOIN parked_changes p ON p.producer = c.producer
            WHERE c.producer NOT LIKE 'hints:%' GROUP BY c.producer
            """
        ) { (try $0.get("producer", as: String.self), try $0.get("n", as: Int.self)) }
        for (producer, count) in parked { ChangeFeedMetrics.parked.set(count, producer) }
    }
}
