import Core
import Postgres

extension Release {
    static let columns: SQL = """
        app_id, number, image, config, commit, commit_message, branch, build_id, port, command, health_path, cpu, memory, read_only, \
        image_user, exposed_port, procfile_command, created_at
        """

    init(_ row: Row) throws {
        var run = RunSettings(
            nil, exposedPort: try row.get("exposed_port"), procfileCommand: try row.get("procfile_command"),
            imageUser: try row.get("image_user"))
        run.port = try row.get("port")
        run.command = try row.get("command")
        run.healthPath = try row.get("health_path")
        run.cpu = try row.get("cpu")
        run.memory = try row.get("memory")
        run.isReadOnly = try row.get("read_only")
        self.init(
            app: try row.get("app_id"), number: try row.get("number"), image: try row.get("image"), config: try row.get("config"),
            commit: try row.getOptional("commit"), branch: try row.get("branch"), commitMessage: try row.get("commit_message"),
            build: try row.getOptional("build_id"), run: run, variables: [], createdAt: try row.get("created_at"))
    }
}

extension PostgresConnection {
    func release(_ number: Int, of app: AppID) throws -> Release? {
        guard
            var release = try first("SELECT \(Release.columns) FROM releases WHERE app_id = \(app) AND number = \(number)", Release.init)
        else { return nil }
        release.variables = try query(
            "SELECT key, secret, value FROM release_variables WHERE app_id = \(app) AND release = \(number) ORDER BY key"
        ) { row in SealedValue(key: try row.get("key"), isSecret: try row.get("secret"), value: try row.get("value")) }
        return release
    }
}

extension DeployStore {
    func release(_ number: Int, of app: AppID) async throws(Fault) -> Release? {
        try await pool.transaction("reading release") { db in try db.release(number, of: app) }
    }

    /// The number this deployment's release has, or will have: taken before sealing, because the seal names it.
    func releaseNumber(_ lease: Leased<DeploymentID>) async throws(Fault) -> Int? {
        try await advance(lease, "numbering release") { db, app, deployment in
            if deployment.release > 0 { return deployment.release }
            let number = try db.one(
                "UPDATE apps SET next_release = next_release + 1 WHERE id = \(app.id) RETURNING next_release - 1 AS number"
            ) { row in try row.get("number", as: Int.self) }
            try db.execute("UPDATE deployments SET release = \(number) WHERE id = \(deployment.id)")
            return number
        }
    }

    /// Writes a release once; a second time changes nothing.
    func keep(_ release: Release, _ lease: Leased<DeploymentID>, detail: String, input: String) async throws(Fault) -> Bool {
        let run = release.run
        let kept = try await advance(lease, "sealing release") { db, app, deployment -> Bool in
            try db.execute(
                """
                INSERT INTO releases (app_id, number, made_by, image, config, commit, commit_message, branch, build_id, port, command,
                    health_path, cpu, memory, read_only, image_user, exposed_port, procfile_command)
                VALUES (\(app.id), \(release.number), \(deployment.id), \(release.image), \(release.config), \(release.commit),
                    \(release.commitMessage), \(release.branch), \(release.build), \(run.port), \(run.command), \(run.healthPath),
                    \(run.cpu), \(run.memory), \(run.isReadOnly), \(run.imageUser), \(run.exposedPort), \(run.procfileCommand))
                ON CONFLICT (app_id, number) DO NOTHING
                """)
            for variable in release.variables {
                try db.execute(
                    """
                    INSERT INTO release_variables (app_id, release, key, secret, value)
                    VALUES (\(app.id), \(release.number), \(variable.key), \(variable.isSecret), \(variable.value))
                    ON CONFLICT (app_id, release, key) DO NOTHING
                    """)
            }
            // Built anew with the same result: releases that had this image have it again.
            try db.execute("DELETE FROM removed_images WHERE app_id = \(app.id) AND image = \(release.image)")
            let named = try db.first(
                """
                UPDATE deployments SET image = \(release.image), commit = \(release.commit), commit_message = \(release.commitMessage),
                    branch = \(release.branch), build_id = \(release.build)
                WHERE id = \(deployment.id) RETURNING \(Deployment.columns)
                """, Deployment.init)
            try db.finishStep(.release, of: deployment.id, .succeeded, detail: detail, input: input)
            if let named { try db.tell(named) }
            return true
        }
        return kept ?? false
    }
}
