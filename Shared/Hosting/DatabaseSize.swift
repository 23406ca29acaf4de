package import Core
package import Messages
package import Postgres

/// What a service's own database takes on disk.
package enum DatabaseSize {
    package static func measure(_ pool: PostgresPool) async throws(Fault) -> Proto.StorageReply {
        let bytes = try await pool.one("measuring the database", "SELECT pg_database_size(current_database()) AS bytes") { row in
            try row.get("bytes", as: Int64.self)
        }
        let tables = try await pool.query(
            "measuring tables",
            """
            SELECT relname::text AS name, pg_total_relation_size(oid) AS bytes FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 5
            """
        ) { row in Proto.TableSize(name: try row.get("name"), bytes: try row.get("bytes")) }
        return Proto.StorageReply(bytes: bytes, tables: tables)
    }
}
