import Core
import Postgres

extension LogStore {
    /// Removes a part of what is kept of an app; true once nothing is left. The app's row stays as a tombstone, so that a
    /// late line finds no new home.
    func delete(app: AppID, project: ProjectID) async throws(Fault) -> Bool {
        try await pool.transaction("deleting an app's lines") { db in
            try db.execute(
                """
                INSERT INTO apps (app_id, project_id, deleted_at) VALUES (\(app), \(project), now())
                ON CONFLICT (app_id) DO UPDATE SET deleted_at = coalesce(apps.deleted_at, now())
                """)
            try db.execute("DELETE FROM tails WHERE app_id = \(app)")
            try db.execute("DELETE FROM writers WHERE app_id = \(app)")
            let removed = try db.execute(
                "DELETE FROM lines WHERE ctid = ANY (ARRAY(SELECT ctid FROM lines WHERE app_id = \(app) LIMIT 20000))")
            return removed < 20000
        }
    }

    /// Removes what is older than it need be kept, and of each app what is more than its `most` newest lines; a bounded part at
    /// a time; how many lines that were.
    func expire(olderThan age: Duration, most: Int64) async throws(Fault) -> Int {
        let oldest = Timestamp.now().adding(.zero - age)
        let removed = try await pool.execute(
            "expiring lines", "DELETE FROM lines WHERE ctid = ANY (ARRAY(SELECT ctid FROM lines WHERE time < \(oldest) LIMIT 20000))")
        let surplus = try await pool.execute(
            "removing the oldest lines of talkative apps",
            """
            DELETE FROM lines WHERE ctid = ANY (ARRAY(
                SELECT surplus.ctid FROM apps CROSS JOIN LATERAL (
                    SELECT ctid FROM lines WHERE lines.app_id = apps.app_id AND seq <= apps.last_seq - \(most) LIMIT 20000) AS surplus
                WHERE apps.last_seq > \(most) LIMIT 20000))
            """)
        _ = try await pool.execute("expiring tails", "DELETE FROM tails WHERE state = 'drained' AND drained_at < now() - interval '1 day'")
        _ = try await pool.execute("expiring writers", "DELETE FROM writers WHERE updated_at < now() - interval '7 days'")
        return removed + surplus
    }
}
