import Core
import Postgres

extension LogStore {
    /// Removes a part of what is kept of an app; true once nothing is left. The app's row stays as a tombstone, so that a
    /// late line finds no new home.
    func delete(app: AppID, project: ProjectID) async throws(Fault) -> Bool {
        let oldest = try await pool.transaction("deleting an app's lines") { db in
            try db.execute(
                """
                INSERT INTO apps (app_id, project_id, deleted_at) VALUES (\(app), \(project), now())
                ON CONFLICT (app_id) DO UPDATE SET deleted_at = coalesce(apps.deleted_at, now())
                """)
            try db.execute("DELETE FROM tails WHERE app_id = \(app)")
            try db.execute("DELETE FROM writers WHERE app_id = \(app)")
            try db.execute("DELETE FROM spans WHERE app_id = \(app)")
            return try db.query("SELECT first_seq FROM segments WHERE app_id = \(app) ORDER BY first_seq LIMIT 2") { try $0.get("first_seq", as: Int64.self) }
        }
        if let segment = oldest.first { _ = try await remove(segment: segment, of: app) }
        return oldest.count < 2
    }

    /// Removes a segment with its lines; false when somebody else did.
    func remove(segment first: Int64, of app: AppID, endingAt last: Int64? = nil) async throws(Fault) -> Bool {
        try await pool.transaction("removing lines") { db in
            // Where lines were added since it was chosen, it is not what was chosen.
            let segment = try db.first(
                """
                DELETE FROM segments WHERE app_id = \(app) AND first_seq = \(first) AND (\(last) IS NULL OR last_seq = \(last))
                RETURNING last_seq, day
                """
            ) { (try $0.get("last_seq", as: Int64.self), try $0.get("day", as: String.self)) }
            guard let (last, day) = segment else { return false }
            try db.execute("DELETE FROM lines WHERE app_id = \(app) AND day = \(day)::date AND seq >= \(first) AND seq <= \(last)")
            return true
        }
    }
}
