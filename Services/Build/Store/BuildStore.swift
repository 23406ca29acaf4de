package import ChangeFeed
package import Core
package import Postgres

/// Builds in Postgres. What a worker writes says whose lease it holds: a worker that was declared dead writes nothing.
package struct BuildStore: Sendable {
    let pool: PostgresPool
    let feed: ChangeFeed

    package init(pool: PostgresPool, feed: ChangeFeed) {
        self.pool = pool
        self.feed = feed
    }

    package func get(_ id: Build.ID, project: ProjectID? = nil) async throws(Fault) -> Build {
        let scope: SQL = project.map { "AND project_id = \($0)" } ?? ""
        let build = try await pool.first(
            "reading build", "SELECT \(Build.columns) FROM builds WHERE id = \(id) \(scope)", Build.init(row:))
        guard let build else { throw .notFound("build \(id)") }
        return build
    }

    /// Newest first, from before `cursor`.
    package func list(app: AppID, project: ProjectID, page: Page) async throws(Fault) -> [Build] {
        let before: SQL
        if let cursor = page.cursor {
            before = "AND id < \(try Build.ID(validating: cursor, field: "cursor"))"
        } else {
            before = ""
        }
        return try await pool.query(
            "listing builds",
            """
            SELECT \(Build.columns) FROM builds WHERE app_id = \(app) AND project_id = \(project) \(before)
            ORDER BY id DESC LIMIT \(page.limit + 1)
            """, Build.init(row:))
    }

    package func locate(_ id: Build.ID) async throws(Fault) -> (project: ProjectID, app: AppID)? {
        try await pool.first("locating build", "SELECT project_id, app_id FROM builds WHERE id = \(id)") { row in
            (try row.get("project_id", as: ProjectID.self), try row.get("app_id", as: AppID.self))
        }
    }

    /// Cancels what is not final; a worker that has it notices within a second. Nil when there is no such build.
    package func cancel(_ id: Build.ID, project: ProjectID? = nil) async throws(Fault) -> Build {
        let scope: SQL = project.map { "AND project_id = \($0)" } ?? ""
        let cancelled = try await pool.transaction("cancelling build") { db in
            let build = try db.first(
                """
                UPDATE builds SET status = 'cancelled', finished_at = now(), updated_at = now(), lease_fence = lease_fence + 1,
                    lease_owner = NULL, lease_until = NULL
                WHERE id = \(id) \(scope) AND status IN ('queued', 'fetching', 'planning', 'building', 'pushing')
                RETURNING \(Build.columns)
                """, Build.init(row:))
            if let build { try db.record(build) }
            return build
        }
        guard let cancelled else { return try await get(id, project: project) }
        feed.committed()
        Figures.ended(cancelled)
        return cancelled
    }
}

extension PostgresConnection {
    /// The fact that a build is how it is now.
    func record(_ build: Build) throws {
        try record(
            Fact(
                entity: "build", verb: build.status.rawValue, project: build.project, id: build.id.description,
                payload: build.message))
    }
}
