import ChangeFeed
package import Core
import Postgres

/// An app whose builds, images and sources have to go.
package struct AppDeletion: Sendable {
    package var app: AppID
    package var project: ProjectID
    /// Digests under which its images are in the registry: "registry/name@sha256:…".
    package var images: [String]
}

extension BuildStore {
    /// Remembers that the app goes: cancels its builds, forgets its sources. True when nothing of it is left.
    package func delete(app: AppID, project: ProjectID) async throws(Fault) -> Bool {
        let (isDone, isNews) = try await pool.transaction("deleting app") { db in
            try db.execute(
                "INSERT INTO app_deletions (app_id, project_id) VALUES (\(app), \(project)) ON CONFLICT (app_id) DO NOTHING")
            let cancelled = try db.query(
                """
                UPDATE builds SET status = 'cancelled', finished_at = now(), updated_at = now(), lease_fence = lease_fence + 1
                WHERE app_id = \(app) AND status IN ('queued', 'fetching', 'planning', 'building', 'pushing')
                RETURNING \(Build.columns)
                """, Build.init(row:))
            for build in cancelled { try db.record(build) }
            try db.execute("DELETE FROM source_followers WHERE app_id = \(app)")
            try db.execute("DELETE FROM sources WHERE NOT EXISTS (SELECT 1 FROM source_followers WHERE source_id = sources.id)")
            let isDone = try db.one(
                "SELECT finished_at IS NOT NULL AS done FROM app_deletions WHERE app_id = \(app)") { try $0.get("done", as: Bool.self) }
            return (isDone, !cancelled.isEmpty)
        }
        if isNews { feed.committed() }
        return isDone
    }

    /// Deletions whose images are still there and whose workers have let go.
    package func openDeletions() async throws(Fault) -> [AppDeletion] {
        try await pool.query(
            "listing deletions",
            """
            SELECT app_id, project_id, (SELECT coalesce(array_agg(image), '{}') FROM builds
                WHERE builds.app_id = app_deletions.app_id AND image <> '') AS images
            FROM app_deletions WHERE finished_at IS NULL AND NOT EXISTS (SELECT 1 FROM builds
                WHERE builds.app_id = app_deletions.app_id AND lease_until > now())
            ORDER BY created_at LIMIT 20
            """
        ) { row in
            AppDeletion(app: try row.get("app_id"), project: try row.get("project_id"), images: try row.get("images"))
        }
    }

    /// The images are gone: the rows go too.
    package func finish(_ deletion: AppDeletion) async throws(Fault) {
        try await pool.transaction("finishing deletion") { db in
            try db.execute("DELETE FROM builds WHERE app_id = \(deletion.app)")
            try db.execute("UPDATE app_deletions SET finished_at = now() WHERE app_id = \(deletion.app) AND finished_at IS NULL")
            try db.execute("DELETE FROM app_deletions WHERE finished_at < now() - interval '7 days'")
        }
    }
}
