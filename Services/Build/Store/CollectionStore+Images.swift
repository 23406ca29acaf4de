package import Core
import Postgres

/// An image that a collection considers, and the builds that made it.
package struct UnneededImage: Sendable, Equatable {
    package var app: AppID
    package var image: String
    package var builds: [BuildID]
}

/// How an image comes to be removed. Considered: its builds carry the collection's id, and a command that wants one of them
/// takes it away. Written off: no build hands it out any more, a command for one builds anew. Deleted: behind the closed gate,
/// unless a build came to the same digest meanwhile.
extension CollectionStore {
    /// Images of builds that ended, and were last asked for, before `before`. Some are needed: who knows says so.
    package func consider(_ collection: Collection, before: Timestamp) async throws(Fault) -> [UnneededImage] {
        try await pool.transaction("considering images") { db in
            try db.execute(
                """
                UPDATE builds SET collecting = \(collection.id)
                WHERE status = 'succeeded' AND image <> '' AND image_removed_at IS NULL AND finished_at <= \(before)
                    AND NOT EXISTS (SELECT 1 FROM build_commands c WHERE c.build_id = builds.id AND c.created_at > \(before))
                    AND NOT EXISTS (SELECT 1 FROM app_deletions d WHERE d.app_id = builds.app_id)
                """)
            return try db.query(
                """
                SELECT app_id, image, array_agg(id::text) AS builds FROM builds b WHERE collecting = \(collection.id)
                GROUP BY app_id, image HAVING count(*) =
                    (SELECT count(*) FROM builds o WHERE o.image = b.image AND o.image_removed_at IS NULL)
                ORDER BY app_id, image
                """
            ) { row in
                let builds: [String] = try row.get("builds")
                return UnneededImage(app: try row.get("app_id"), image: try row.get("image"), builds: builds.compactMap { BuildID($0) })
            }
        }
    }

    /// Writes an image off, unless somebody wanted one of its builds since it was considered.
    package func writeOff(_ image: UnneededImage, _ collection: Collection) async throws(Fault) -> Bool {
        try await pool.transaction("writing an image off") { db in
            // In one order, so that two of these never wait for one another; whoever asks for one waits for us, or we for it.
            let wanted = try db.query(
                """
                SELECT collecting IS DISTINCT FROM \(collection.id) AS wanted FROM builds
                WHERE image = \(image.image) AND image_removed_at IS NULL ORDER BY id FOR UPDATE
                """) { row in try row.get("wanted", as: Bool.self) }
            guard !wanted.isEmpty, !wanted.contains(true) else { return false }
            try db.execute(
                """
                UPDATE builds SET image_removed_at = now(), updated_at = now(), collecting = NULL
                WHERE image = \(image.image) AND collecting = \(collection.id)
                """)
            try db.execute(
                "INSERT INTO image_removals (image, app_id) VALUES (\(image.image), \(image.app)) ON CONFLICT (image) DO NOTHING")
            return true
        }
    }

    /// Considered no longer: everything that stayed.
    package func letGo(_ collection: Collection) async throws(Fault) {
        try await pool.execute("letting go of images", "UPDATE builds SET collecting = NULL WHERE collecting IS NOT NULL")
    }

    /// Builds that came to pushing and then did not succeed: the registry may have their image, which nobody knows the digest of.
    package func abandonedPushes() async throws(Fault) -> [Build] {
        try await pool.query(
            "listing abandoned pushes",
            "SELECT \(Build.columns) FROM builds WHERE status IN ('failed', 'cancelled') AND pushed AND image = '' LIMIT 500", Build.init(row:))
    }

    /// What the registry has of it goes as well.
    package func writeOff(_ build: Build, pushed image: String?) async throws(Fault) {
        try await pool.transaction("writing a push off") { db in
            if let image {
                try db.execute("INSERT INTO image_removals (image, app_id) VALUES (\(image), \(build.app)) ON CONFLICT (image) DO NOTHING")
            }
            try db.execute("UPDATE builds SET pushed = false WHERE id = \(build.id) AND status IN ('failed', 'cancelled')")
        }
    }

    package func removals() async throws(Fault) -> [String] {
        try await pool.query("listing removals", "SELECT image FROM image_removals ORDER BY created_at LIMIT 5000") { try $0.get("image") }
    }

    /// Whether a build hands this image out: it was made again since it was written off.
    package func isAlive(_ image: String) async throws(Fault) -> Bool {
        try await pool.one(
            "asking for an image", "SELECT EXISTS (SELECT 1 FROM builds WHERE image = \(image) AND image_removed_at IS NULL) AS alive"
        ) { try $0.get("alive") }
    }

    package func removed(_ image: String) async throws(Fault) {
        try await pool.execute("finishing removal", "DELETE FROM image_removals WHERE image = \(image)")
    }

    /// The builds among these whose copy on the engine has no use: written off, failed, or not known.
    package func unusedOnEngine(_ builds: [BuildID]) async throws(Fault) -> Set<BuildID> {
        let used = try await pool.query(
            "asking for builds",
            """
            SELECT id FROM builds WHERE id = ANY (\(builds)) AND image_removed_at IS NULL AND status NOT IN ('failed', 'cancelled')
            """) { row in try row.get("id", as: BuildID.self) }
        return Set(builds).subtracting(used)
    }

    /// Every image that a build hands out.
    package func images() async throws(Fault) -> [KeptImage] {
        try await pool.query(
            "listing images",
            """
            SELECT DISTINCT ON (image) app_id, project_id, image, coalesce(request->>'appName', '') AS app_name,
                coalesce(request->>'projectName', '') AS project_name
            FROM builds WHERE status = 'succeeded' AND image <> '' AND image_removed_at IS NULL ORDER BY image LIMIT 20000
            """
        ) { row in
            KeptImage(
                app: try row.get("app_id"), project: try row.get("project_id"), image: try row.get("image"),
                appName: try row.get("app_name"), projectName: try row.get("project_name"))
        }
    }
}

/// An image in the registry, and whose it is.
package struct KeptImage: Sendable, Equatable {
    package var app: AppID
    package var project: ProjectID
    package var image: String
    package var appName: String
    package var projectName: String
}
