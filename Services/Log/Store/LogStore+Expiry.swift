import Core
import Postgres

/// A segment that need not be kept any longer.
struct ExpiredSegment: Sendable {
    let app: AppID
    let first: Int64
    let last: Int64
}

/// Lines go in segments: those stored too long ago, and of each app the oldest beyond what it may keep. The newest lines that
/// a limit promises are never touched; what is kept beyond is less than a segment.
extension LogStore {
    /// Whether a segment has expired. `sized` says how much of its app is newer.
    private static func expired(_ retention: Retention) -> SQL {
        """
        stored_at < now() - make_interval(days => least(coalesce(retention_days, \(Int32(retention.days))), \(Int32(retention.mostDays))))
        OR newer_lines >= \(retention.lines)
        OR newer_bytes >= least(coalesce(retention_bytes, \(retention.bytes)), \(retention.mostBytes))
        """
    }

    private static let sized: SQL = """
        SELECT segments.app_id, first_seq, segments.last_seq, day, stored_at, retention_days, retention_bytes,
            coalesce(sum(segments.last_seq - first_seq + 1) OVER newer, 0) AS newer_lines, coalesce(sum(bytes) OVER newer, 0) AS newer_bytes
        FROM segments JOIN apps USING (app_id) LEFT JOIN projects USING (project_id)
        WINDOW newer AS (PARTITION BY segments.app_id ORDER BY first_seq DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
        """

    /// Days of which nothing need be kept any longer: their tables go at once. Neither today nor yesterday, which somebody may
    /// still write to.
    func expiredDays(_ retention: Retention) async throws(Fault) -> [String] {
        try await pool.query(
            "looking for days that have expired",
            """
            WITH sized AS (\(LogStore.sized)), kept AS (SELECT DISTINCT day FROM sized WHERE NOT (\(LogStore.expired(retention))))
            SELECT to_date(right(relname, 8), 'YYYYMMDD') AS day
            FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
            WHERE inhparent = 'lines'::regclass AND to_date(right(relname, 8), 'YYYYMMDD') < current_date - 1
              AND to_date(right(relname, 8), 'YYYYMMDD') NOT IN (SELECT day FROM kept)
            ORDER BY 1
            """
        ) { try $0.get("day") }
    }

    /// Drops a day's table. It waits a second for those who read, and else leaves it for the next pass: who waits for such a
    /// lock holds up everybody behind it.
    func drop(day: String) async throws(Fault) {
        let table = "lines_" + day.filter(\.isNumber)
        try await pool.transaction("dropping a day") { db in
            try db.execute("SET LOCAL lock_timeout = '1s'")
            try db.execute("DELETE FROM segments WHERE day = \(day)::date")
            try db.execute("DROP TABLE IF EXISTS \(raw: table)")
        }
    }

    /// Some segments of days that others still need, the oldest first.
    func expiredSegments(_ retention: Retention) async throws(Fault) -> [ExpiredSegment] {
        try await pool.query(
            "looking for lines that have expired",
            """
            WITH sized AS (\(LogStore.sized))
            SELECT app_id, first_seq, last_seq FROM sized WHERE \(LogStore.expired(retention)) ORDER BY stored_at LIMIT 200
            """
        ) { ExpiredSegment(app: try $0.get("app_id"), first: try $0.get("first_seq"), last: try $0.get("last_seq")) }
    }

    /// What is only of use while there are lines.
    func expireMarks() async throws(Fault) {
        _ = try await pool.execute(
            "expiring spans",
            """
            DELETE FROM spans USING apps WHERE apps.app_id = spans.app_id AND spans.last_seq
                < coalesce((SELECT min(first_seq) FROM segments WHERE segments.app_id = spans.app_id), apps.last_seq + 1)
            """)
        _ = try await pool.execute("expiring tails", "DELETE FROM tails WHERE state = 'drained' AND drained_at < now() - interval '1 day'")
        _ = try await pool.execute("expiring writers", "DELETE FROM writers WHERE updated_at < now() - interval '7 days'")
    }
}
