package import Core
package import Postgres

/// Collections in Postgres, and what each of them considers.
package struct CollectionStore: Sendable {
    let pool: PostgresPool

    package init(pool: PostgresPool) { self.pool = pool }

    /// A new one, unless there is one that has not ended: that is the answer then. The same id again is the same one.
    package func request(_ id: CollectionID, _ trigger: Collection.Trigger) async throws(Fault) -> Collection {
        try await pool.transaction("requesting collection") { db in
            if let known = try db.first("SELECT \(Collection.columns) FROM collections WHERE id = \(id)", Collection.init(row:)) {
                return known
            }
            try db.execute(
                """
                INSERT INTO collections (id, trigger, status) VALUES (\(id), \(trigger), 'queued')
                ON CONFLICT DO NOTHING
                """)
            // Locked: one that ends at this moment is not missed.
            let unfinished = try db.first(
                "SELECT \(Collection.columns) FROM collections WHERE status IN ('queued', 'running') FOR UPDATE", Collection.init(row:))
            guard let unfinished else { throw Fault(.aborted, "The collection before has just ended; ask again.") }
            return unfinished
        }
    }

    package func get(_ id: CollectionID) async throws(Fault) -> Collection {
        let found = try await pool.first(
            "reading collection", "SELECT \(Collection.columns) FROM collections WHERE id = \(id)", Collection.init(row:))
        guard let found else { throw .notFound("collection \(id)") }
        return found
    }

    package func latest() async throws(Fault) -> Collection? {
        try await pool.first(
            "reading collections", "SELECT \(Collection.columns) FROM collections ORDER BY created_at DESC LIMIT 1", Collection.init(row:))
    }

    /// Why it is time for one; nil when it is not. After a failure, and when something was deleted, it is so sooner.
    package func due(every interval: Duration, soon: Duration) async throws(Fault) -> Collection.Trigger? {
        let now = Timestamp.now()
        let (late, early) = (now.adding(.zero - interval), now.adding(.zero - soon))
        let word = try await pool.first(
            "asking whether to collect",
            """
            SELECT CASE WHEN g.has_garbage AND at < \(early) THEN 'deletion' WHEN at < \(late) OR (failed AND at < \(early)) THEN 'clock' END AS due
            FROM registry_gate g, LATERAL (
                SELECT coalesce(max(finished_at), g.created_at) AS at, coalesce((array_agg(status ORDER BY finished_at DESC))[1] = 'failed', false)
                    AS failed
                FROM collections WHERE finished_at IS NOT NULL) last
            WHERE NOT EXISTS (SELECT 1 FROM collections WHERE status IN ('queued', 'running'))
            """
        ) { row in try row.getOptional("due", as: String.self) }
        return (word ?? nil).flatMap(Collection.Trigger.init(rawValue:))
    }

    package func claim(owner: String) async throws(Fault) -> Collection? {
        try await pool.first(
            "claiming collection",
            """
            UPDATE collections SET status = 'running', lease_owner = \(owner), lease_fence = lease_fence + 1,
                lease_until = now() + interval '15 s', started_at = coalesce(started_at, now())
            WHERE id = (SELECT id FROM collections
                WHERE status = 'queued' OR (status = 'running' AND (lease_until IS NULL OR lease_until < now())) FOR UPDATE SKIP LOCKED)
            RETURNING \(Collection.columns)
            """, Collection.init(row:))
    }

    /// Keeps the lease, and the registry closed if this one closed it.
    package func renew(_ collection: Collection) async throws(Fault) -> Bool {
        try await pool.transaction("renewing collection") { db in
            let isOurs = try db.execute(
                """
                UPDATE collections SET lease_until = now() + interval '15 s'
                WHERE id = \(collection.id) AND lease_fence = \(collection.fence) AND status = 'running'
                """) > 0
            if isOurs {
                try db.execute("UPDATE registry_gate SET closed_until = now() + interval '15 s' WHERE closed_by = \(collection.id)")
            }
            return isOurs
        }
    }

    /// Says what it does now, and what it did so far.
    package func tell(_ collection: Collection, _ phase: String) async throws {
        try await write(collection, "telling a phase", "phase = \(phase)")
    }

    package func finish(_ collection: Collection, message: String) async throws {
        try await write(
            collection, "finishing collection", "status = 'succeeded', phase = '', message = \(message), finished_at = now(), lease_until = NULL")
        try await pool.execute("forgetting collections", "DELETE FROM collections WHERE finished_at < now() - interval '90 days'")
    }

    package func fail(_ collection: Collection, message: String) async throws {
        try await write(
            collection, "failing collection", "status = 'failed', phase = '', message = \(message), finished_at = now(), lease_until = NULL")
    }

    /// Gives it back, by a worker that has to stop.
    package func release(_ collection: Collection) async throws {
        try await write(collection, "releasing collection", "lease_until = NULL")
    }

    private func write(_ collection: Collection, _ doing: String, _ assignments: SQL) async throws {
        let freed = collection.freed
        let written = try await pool.execute(
            doing,
            """
            UPDATE collections SET \(assignments), images = \(freed.images), registry_before = \(freed.registryBefore),
                registry_after = \(freed.registryAfter), engine_images = \(freed.engineImages), engine_freed = \(freed.engineBytes)
            WHERE id = \(collection.id) AND lease_fence = \(collection.fence) AND status = 'running'
            """)
        guard written > 0 else { throw CancellationError() }
    }
}

extension Collection {
    static let columns: SQL = """
        id, trigger, status, phase, images, registry_before, registry_after, engine_images, engine_freed, message, created_at, \
        started_at, finished_at, lease_fence
        """

    init(row: Row) throws {
        var freed = Freed()
        freed.images = try row.get("images")
        freed.registryBefore = try row.getOptional("registry_before")
        freed.registryAfter = try row.getOptional("registry_after")
        freed.engineImages = try row.get("engine_images")
        freed.engineBytes = try row.get("engine_freed")
        self.init(
            id: try row.get("id"), trigger: try row.get("trigger"), status: try row.get("status"), phase: try row.get("phase"),
            freed: freed, message: try row.get("message"), created: try row.get("created_at"),
            started: try row.getOptional("started_at"), finished: try row.getOptional("finished_at"), fence: try row.get("lease_fence"))
    }
}
