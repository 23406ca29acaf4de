package import ChangeFeed
package import Core
import Messages
package import Postgres

/// A followed branch, claimed for a look at its remote.
package struct Source: Sendable, Equatable {
    package var id: SourceID
    package var repository: String
    package var branch: String
    package var commit: String?
    package var fence: Int64
}

/// Sources and who follows them.
package struct SourceStore: Sendable {
    let pool: PostgresPool
    let feed: ChangeFeed

    package init(pool: PostgresPool, feed: ChangeFeed) {
        self.pool = pool
        self.feed = feed
    }

    /// Replaces what an app follows; an empty repository follows nothing. True when a new source has to be looked at.
    package func follow(app: AppID, project: ProjectID, repository: String, branch: String) async throws(Fault) -> Bool {
        try await pool.transaction("following source") { db in
            var isNew = false
            let isGoing = try db.first("SELECT app_id FROM app_deletions WHERE app_id = \(app)") { _ in true } ?? false
            if repository.isEmpty || isGoing {
                try db.execute("DELETE FROM source_followers WHERE app_id = \(app)")
            } else {
                isNew = try db.execute(
                    """
                    INSERT INTO sources (id, repository, branch) VALUES (\(SourceID()), \(repository), \(branch))
                    ON CONFLICT ON CONSTRAINT sources_repository_branch_key DO NOTHING
                    """) > 0
                let id = try db.one(
                    "SELECT id FROM sources WHERE repository = \(repository) AND branch = \(branch) FOR UPDATE"
                ) { try $0.get("id", as: SourceID.self) }
                try db.execute(
                    """
                    INSERT INTO source_followers (app_id, project_id, source_id) VALUES (\(app), \(project), \(id))
                    ON CONFLICT (app_id) DO UPDATE SET source_id = excluded.source_id
                    """)
            }
            try db.execute("DELETE FROM sources WHERE NOT EXISTS (SELECT 1 FROM source_followers WHERE source_id = sources.id)")
            return isNew
        }
    }

    /// The source that has waited longest for its next look.
    package func claim(owner: String) async throws(Fault) -> Source? {
        try await pool.first(
            "claiming source",
            """
            UPDATE sources SET lease_owner = \(owner), lease_fence = lease_fence + 1, lease_until = now() + interval '30 s'
            WHERE id = (SELECT id FROM sources WHERE look_at <= now() AND (lease_until IS NULL OR lease_until < now())
                ORDER BY look_at FOR UPDATE SKIP LOCKED LIMIT 1)
            RETURNING id, repository, branch, commit, lease_fence
            """
        ) { row in
            Source(
                id: try row.get("id"), repository: try row.get("repository"), branch: try row.get("branch"),
                commit: try row.getOptional("commit"), fence: try row.get("lease_fence"))
        }
    }

    /// What a look found. Another commit than the one known is a fact; the first one ever is only remembered.
    package func seen(_ source: Source, commit: String, next pace: SourcePace) async throws(Fault) {
        let hasMoved = try await pool.transaction("writing source") { db in
            let version = try db.first(
                """
                UPDATE sources SET commit = \(commit), problem = '', looked_at = now(), lease_owner = NULL, lease_until = NULL,
                    version = version + CASE WHEN commit IS NOT NULL AND commit <> \(commit) THEN 1 ELSE 0 END,
                    moved_at = CASE WHEN commit = \(commit) THEN moved_at ELSE now() END,
                    quiet_looks = CASE WHEN commit = \(commit) AND moved_at < now() - interval '1 day' THEN quiet_looks + 1 ELSE 0 END,
                    look_at = now() + make_interval(secs => CASE WHEN commit = \(commit) AND moved_at < now() - interval '1 day'
                        THEN least(\(pace.first) * power(2, least(quiet_looks, 20)), \(pace.most)) ELSE \(pace.first) END)
                WHERE id = \(source.id) AND lease_fence = \(source.fence) RETURNING version
                """
            ) { try $0.get("version", as: Int64.self) }
            guard let version, let old = source.commit, old != commit else { return false }
            let followers = try db.query(
                "SELECT app_id FROM source_followers WHERE source_id = \(source.id) ORDER BY app_id LIMIT 2000"
            ) { try $0.get("app_id", as: AppID.self).description }
            try db.record(
                Fact(
                    entity: "source", verb: "moved", project: nil, id: source.id.description,
                    payload: Proto.SourceMoved(
                        sourceID: source.id.description, repository: source.repository, branch: source.branch, commit: commit,
                        version: UInt64(version), appIDs: followers)))
            return true
        }
        if hasMoved { feed.committed() }
    }

    /// A look that found nobody, or not this branch: the next one comes later and later.
    package func missed(_ source: Source, problem: String, next pace: SourcePace) async throws(Fault) {
        try await pool.execute(
            "writing source",
            """
            UPDATE sources SET problem = \(problem), looked_at = now(), lease_owner = NULL, lease_until = NULL, quiet_looks = quiet_looks + 1,
                look_at = now() + make_interval(secs => least(\(pace.first) * power(2, least(quiet_looks, 20)), \(pace.most)))
            WHERE id = \(source.id) AND lease_fence = \(source.fence)
            """)
    }
}

/// How often a remote is asked: at `first` seconds while it moves, backing off to `most` when it is quiet for a day.
package struct SourcePace: Sendable, Equatable {
    package var first: Double
    package var most: Double

    package init(every interval: Duration) {
        first = interval.inSeconds
        most = max(900, interval.inSeconds)
    }
}
