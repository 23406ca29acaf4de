import ChangeFeed
package import Core
import Postgres

/// A source in the registry, for one attempt.
package struct StoredSource: Sendable, Equatable {
    package var build: BuildID
    package var attempt: Int
    package var repository: String
    /// Of its manifest.
    package var digest: String

    package init(build: BuildID, attempt: Int, repository: String, digest: String) {
        self.build = build
        self.attempt = attempt
        self.repository = repository
        self.digest = digest
    }
}

/// Which attempt of which build something in a cluster is for.
package struct BuildAttempt: Sendable, Hashable {
    package var build: BuildID
    package var attempt: Int

    package init(build: BuildID, attempt: Int) {
        self.build = build
        self.attempt = attempt
    }
}

/// Builds that a cluster makes. What is written here comes before what it speaks of, so that nothing is forgotten there.
extension BuildStore {
    /// The Job is about to be; it may push from here on, so this waits for an open gate like any push.
    package func beginJob(_ build: Build, job: String, namespace: String, source: StoredSource) async throws(Fault) -> PushPermit {
        let permit = try await pool.transaction("beginning job") { db -> PushPermit in
            let isClosed = try db.one("SELECT coalesce(closed_until > now(), false) AS closed FROM registry_gate FOR SHARE") {
                try $0.get("closed", as: Bool.self)
            }
            guard !isClosed else { return .closed }
            let begun = try db.first(
                """
                UPDATE builds SET job = \(job), pushed = true, steps_total = \(build.stepsTotal), updated_at = now()
                WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status = 'building' RETURNING \(Build.columns)
                """, Build.init(row:))
            guard let begun else { return .lost }
            try db.execute(
                "INSERT INTO build_namespaces (namespace, project_id) VALUES (\(namespace), \(build.project)) ON CONFLICT (namespace) DO NOTHING")
            try db.execute(
                """
                INSERT INTO build_sources (build_id, attempt, repository, digest)
                VALUES (\(source.build), \(source.attempt), \(source.repository), \(source.digest))
                ON CONFLICT (build_id, attempt) DO UPDATE SET digest = excluded.digest
                """)
            return .begun(begun)
        }
        return permit
    }

    /// Back to the queue as the next attempt, after one that came to nothing.
    package func tryAgain(_ build: Build) async throws(Fault) {
        let again = try await pool.transaction("trying build again") { db in
            let again = try db.first(
                """
                UPDATE builds SET status = 'queued', attempt = attempt + 1, crashes = crashes + 1, job = '', updated_at = now(),
                    lease_owner = NULL, lease_until = NULL, lease_fence = lease_fence + 1
                WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status IN ('fetching', 'planning', 'building', 'pushing')
                RETURNING \(Build.columns)
                """, Build.init(row:))
            if let again { try db.record(again) }
            return again
        }
        if again != nil { feed.committed() }
    }

    /// Those of these that are on their way: what carries another's name has no use.
    package func unfinished(_ attempts: [BuildAttempt]) async throws(Fault) -> Set<BuildAttempt> {
        let found = try await pool.query(
            "asking for attempts",
            """
            SELECT id, attempt FROM builds WHERE id = ANY (\(attempts.map(\.build)))
                AND status IN ('queued', 'fetching', 'planning', 'building', 'pushing')
            """) { row in BuildAttempt(build: try row.get("id"), attempt: try row.get("attempt")) }
        return Set(found).intersection(attempts)
    }

    /// Sources of attempts that are not on their way any more.
    package func uselessSources() async throws(Fault) -> [StoredSource] {
        try await pool.query(
            "listing sources",
            """
            SELECT build_id, attempt, repository, digest FROM build_sources s WHERE NOT EXISTS (SELECT 1 FROM builds b
                WHERE b.id = s.build_id AND b.attempt = s.attempt AND b.status IN ('queued', 'fetching', 'planning', 'building', 'pushing'))
            ORDER BY created_at LIMIT 200
            """
        ) { row in
            StoredSource(
                build: try row.get("build_id"), attempt: try row.get("attempt"), repository: try row.get("repository"), digest: try row.get("digest"))
        }
    }

    package func forget(_ source: StoredSource) async throws(Fault) {
        try await pool.execute(
            "forgetting source", "DELETE FROM build_sources WHERE build_id = \(source.build) AND attempt = \(source.attempt)")
    }

    /// Every project that has built in the cluster.
    package func buildNamespaces() async throws(Fault) -> [(namespace: String, project: ProjectID, isNeeded: Bool)] {
        try await pool.query(
            "listing namespaces",
            """
            SELECT namespace, project_id, EXISTS (SELECT 1 FROM builds b WHERE b.project_id = n.project_id)
                OR created_at > now() - interval '60 s' AS needed
            FROM build_namespaces n ORDER BY created_at LIMIT 5000
            """
        ) { row in (try row.get("namespace"), try row.get("project_id"), try row.get("needed")) }
    }

    package func forget(namespace: String) async throws(Fault) {
        try await pool.execute("forgetting namespace", "DELETE FROM build_namespaces WHERE namespace = \(namespace)")
    }
}
