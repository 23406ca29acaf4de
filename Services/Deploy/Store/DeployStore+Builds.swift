import Core
import Messages
import Postgres

extension PostgresConnection {
    /// Keeps what the build service told of a build that somebody here waits for, and wakes who waits.
    func noteBuild(_ build: Proto.Build) throws {
        guard let id = BuildID(build.id) else { return }
        let isWaitedFor = try exists(
            "SELECT 1 FROM deployments WHERE build_id = \(id) AND status IN ('pending', 'building', 'deploying')")
        guard isWaitedFor else { return }
        try execute(
            """
            INSERT INTO build_states (build_id, status, payload) VALUES (\(id), \(build.status), \(try build.encoded()))
            ON CONFLICT (build_id) DO UPDATE SET status = excluded.status, payload = excluded.payload, updated_at = now()
            """)
        try execute("UPDATE deployments SET next_check_at = now() WHERE build_id = \(id) AND status = 'building'")
    }
}

extension DeployStore {
    func build(_ id: BuildID) async throws(Fault) -> Proto.Build? {
        try await pool.first("reading build state", "SELECT payload FROM build_states WHERE build_id = \(id)") { row in
            try Proto.Build(decoding: try row.get("payload"))
        }
    }

    /// Remembers which build this deployment waits for, and what is known of the commit.
    func attach(_ build: Proto.Build, _ lease: Leased<DeploymentID>, detail: String) async throws(Fault) {
        let id = try BuildID(validating: build.id, field: "build_id")
        _ = try await advance(lease, "attaching build") { db, _, deployment in
            let changed = try db.first(
                """
                UPDATE deployments SET build_id = \(id), commit = coalesce(nullif(\(build.commit), ''), commit),
                    commit_message = coalesce(nullif(\(build.commitMessage), ''), commit_message)
                WHERE id = \(deployment.id) AND (build_id, commit_message) IS DISTINCT FROM
                    (\(id), coalesce(nullif(\(build.commitMessage), ''), commit_message))
                RETURNING \(Deployment.columns)
                """, Deployment.init)
            try db.noteStep(.build, of: deployment.id, detail: detail, output: build.id)
            if let changed {
                // What was heard of this build before it was asked for again is not how it is now.
                if deployment.build != id { try db.execute("DELETE FROM build_states WHERE build_id = \(id)") }
                try db.tell(changed)
            }
        }
    }

    /// Nobody else's deployment waits for it, so it may be cancelled.
    func isUnwanted(build: BuildID) async throws(Fault) -> Bool {
        try await pool.one(
            "asking who waits for a build",
            """
            SELECT NOT EXISTS (SELECT 1 FROM deployments WHERE build_id = \(build)
                AND status IN ('pending', 'building', 'deploying')) AS unwanted
            """
        ) { row in try row.get("unwanted") }
    }
}
