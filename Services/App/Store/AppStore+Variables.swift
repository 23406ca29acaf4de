import ChangeFeed
package import Core
package import Messages
import Postgres

/// One variable as a patch brings it; what is nil stays as it was.
package struct VariableChange: Sendable {
    package var key: String
    package var isRemoval = false
    package var secret: Bool?
    package var build: Bool?
    package var sealed: [UInt8]?
}

/// A variable as its row has it.
package struct StoredVariable: Sendable {
    package var key: String
    package var secret: Bool
    package var build: Bool
    package var sealed: [UInt8]
    package var updated: Timestamp

    init(row: Row) throws {
        key = try row.get("key")
        secret = try row.get("secret")
        build = try row.get("build")
        sealed = try row.get("value")
        updated = try row.get("updated_at")
    }
}

extension AppStore {
    /// Names and values together, unsealed.
    static let mostVariableBytes = 65_536
    /// What sealing adds to a value: version, nonce, tag; in a rotation of the master key four bytes more.
    static let sealOverhead: SQL = "(CASE get_byte(value, 0) WHEN 2 THEN 33 ELSE 29 END)"

    package func variables(of id: AppID, project: ProjectID) async throws(Fault) -> (variables: [StoredVariable], config: Int) {
        try await pool.transaction("listing variables") { db in
            let app = try db.app(id, project: project)
            let variables = try db.query(
                "SELECT key, secret, build, value, updated_at FROM variables WHERE app_id = \(id) ORDER BY key", StoredVariable.init(row:))
            return (variables, Int(app.config))
        }
    }

    /// Writes variables and freezes the config that has them; its number.
    package func patch(_ id: AppID, project: ProjectID, _ changes: [VariableChange]) async throws(Fault) -> Int {
        let number = try await pool.transaction("writing variables") { db in
            let app = try db.app(id, project: project)
            guard app.state == "active" else { throw Fault.wrongState("The app is being deleted.") }
            guard !changes.isEmpty else { return Int(app.config) }
            for change in changes { try db.write(change, of: id) }
            let size = try db.one(
                """
                SELECT coalesce(sum(octet_length(key) + octet_length(value) - \(Self.sealOverhead)), 0)::bigint AS size
                FROM variables WHERE app_id = \(id)
                """
            ) { try $0.get("size", as: Int.self) }
            guard size <= Self.mostVariableBytes else {
                throw Fault.invalid("variables", "must have at most 64 KiB in all; these would have \((size + 1023) / 1024) KiB")
            }
            let number = try db.freezeConfig(of: id)
            try db.record("updated", complete(try db.app(id, project: nil)))
            return number
        }
        feed.committed()
        return number
    }

    /// A snapshot; `number` 0 is the newest.
    package func config(of id: AppID, number: Int) async throws(Fault) -> Proto.Config {
        try await pool.transaction("reading config") { db in
            let wanted: SQL = number == 0 ? "ORDER BY number DESC LIMIT 1" : "AND number = \(number)"
            guard
                var config = try db.first(
                    "SELECT number, port, run_command, instances, health_path, cpu, memory, read_only FROM configs WHERE app_id = \(id) \(wanted)",
                    { row in Proto.Config(appID: id.description, number: UInt32(try row.get("number", as: Int.self)), run: try .init(row: row)) })
            else { throw Fault.notFound("config \(number) of app \(id)") }
            config.variables = try db.query(
                "SELECT key, secret, build, value FROM config_variables WHERE app_id = \(id) AND number = \(Int(config.number)) ORDER BY key"
            ) { Proto.SealedVariable(key: try $0.get("key"), secret: try $0.get("secret"), value: try $0.get("value"), build: try $0.get("build")) }
            return config
        }
    }
}

extension PostgresConnection {
    fileprivate func write(_ change: VariableChange, of id: AppID) throws {
        guard !change.isRemoval else {
            try execute("DELETE FROM variables WHERE app_id = \(id) AND key = \(change.key)")
            return
        }
        guard let sealed = change.sealed else { return try mark(change, of: id) }
        try execute(
            """
            INSERT INTO variables (app_id, key, secret, build, value)
            VALUES (\(id), \(change.key), coalesce(\(change.secret), false), coalesce(\(change.build), false), \(sealed))
            ON CONFLICT (app_id, key) DO UPDATE
            SET secret = coalesce(\(change.secret), variables.secret), build = coalesce(\(change.build), variables.build),
                value = excluded.value, updated_at = now()
            """)
    }

    /// What is there keeps its value. One that was secret stays so: its value was promised never to come back.
    private func mark(_ change: VariableChange, of id: AppID) throws {
        let marked = try execute(
            """
            UPDATE variables SET secret = coalesce(\(change.secret), secret), build = coalesce(\(change.build), build), updated_at = now()
            WHERE app_id = \(id) AND key = \(change.key) AND (NOT secret OR coalesce(\(change.secret), true))
            """)
        guard marked == 0 else { return }
        let isThere = try first("SELECT key FROM variables WHERE app_id = \(id) AND key = \(change.key)", { _ in true }) ?? false
        let reason = isThere ? "what was secret stays so unless it gets another value" : "there is no \(change.key) yet"
        throw Fault.invalid("variables.\(change.key).value", "must be given: \(reason)")
    }
}
