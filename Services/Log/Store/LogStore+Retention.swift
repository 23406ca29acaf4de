import Core
import Postgres

/// What the project service tells of its projects.
extension LogStore {
    static func keep(_ retention: ProjectRetention, _ db: isolated PostgresConnection) throws {
        guard retention.days != nil || retention.bytes != nil else { return try forget(retention.project, db) }
        try db.execute(
            """
            INSERT INTO projects (project_id, retention_days, retention_bytes)
            VALUES (\(retention.project), \(retention.days.map { Int32(clamping: $0) }), \(retention.bytes))
            ON CONFLICT (project_id) DO UPDATE SET retention_days = excluded.retention_days, retention_bytes = excluded.retention_bytes
            """)
    }

    static func forget(_ project: ProjectID, _ db: isolated PostgresConnection) throws {
        try db.execute("DELETE FROM projects WHERE project_id = \(project)")
    }

    func keep(_ retentions: [ProjectRetention]) async throws(Fault) {
        try await pool.transaction("keeping what projects chose") { db in
            for retention in retentions { try LogStore.keep(retention, db) }
        }
    }
}
