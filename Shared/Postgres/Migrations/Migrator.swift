package import Core
package import Logging

/// Brings a database to the state that this binary was written for.
///
/// Replicas start together, so an advisory lock lets one through at a time. Each migration runs once, in a transaction with
/// the row that remembers it; a file that differs from what was applied under its name is refused, because two databases
/// would then call different things by one name. Names unknown to this binary are left alone: a newer one was here.
package struct Migrator {
    package static func migrate(_ pool: PostgresPool, _ migrations: [Migration]) async throws(Fault) {
        try await migrate(pool.configuration, migrations, log: Logger(label: "migrations"))
    }

    /// `waitForOthers`: how long the other replica may take.
    package static func migrate(
        _ configuration: PostgresConfiguration, _ migrations: [Migration], log: Logger, waitForOthers: Duration = .seconds(120)
    ) async throws(Fault) {
        var patient = configuration
        patient.statementTimeout = max(waitForOthers, .seconds(600))
        patient.lockTimeout = waitForOthers
        let connection = PostgresConnection(patient, log: log)
        let outcome = await connection.attempt { db in try apply(migrations, db, log) }
        await connection.close()
        switch outcome {
        case .success: return
        case .failure(let error as PostgresError): throw error.fault("migrating the database")
        case .failure(let error): throw .wrapping(error, "migrating the database")
        }
    }

    private static func apply(_ migrations: [Migration], _ db: isolated PostgresConnection, _ log: Logger) throws {
        // The number is "slipway" read as base 36. The lock ends with the session.
        try db.execute("SELECT pg_advisory_lock(62251136458)")
        try db.executeScript(
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                name text PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
            """)
        let applied = try db.query("SELECT name, sha256 FROM schema_migrations") { row in
            (try row.get("name", as: String.self), try row.get("sha256", as: String.self))
        }
        let known = Dictionary(uniqueKeysWithValues: applied)
        for migration in migrations {
            let hash = try db.one("SELECT encode(sha256(convert_to(\(migration.sql), 'UTF8')), 'hex') AS hash") { row in
                try row.get("hash", as: String.self)
            }
            if let appliedHash = known[migration.name] {
                guard appliedHash == hash else {
                    throw Fault.internal("migration \(migration.name) was applied with another content")
                }
                continue
            }
            try db.transaction { db in
                try db.executeScript(migration.sql)
                try db.execute("INSERT INTO schema_migrations (name, sha256) VALUES (\(migration.name), \(hash))")
            }
            log.notice("applied migration", metadata: ["migration": "\(migration.name)"])
        }
    }
}
