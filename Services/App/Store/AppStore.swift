package import ChangeFeed
package import Core
package import Messages
package import Postgres

/// Apps in Postgres.
package struct AppStore: Sendable {
    let pool: PostgresPool
    let feed: ChangeFeed
    let address: AppAddress

    package init(pool: PostgresPool, feed: ChangeFeed, address: AppAddress) {
        self.pool = pool
        self.feed = feed
        self.address = address
    }

    package func get(_ id: AppID, project: ProjectID? = nil) async throws(Fault) -> Proto.App {
        let scope: SQL = project.map { "AND project_id = \($0)" } ?? ""
        let app = try await pool.first("reading app", "SELECT \(Proto.App.columns) FROM apps WHERE id = \(id) \(scope)", Proto.App.init(row:))
        guard let app else { throw .notFound("app \(id)") }
        return complete(app)
    }

    /// By name, of the projects named; from after `cursor`.
    package func list(projects: [ProjectID], name: String?, page: Page) async throws(Fault) -> [Proto.App] {
        var conditions: [SQL] = ["project_id = ANY (\(projects.map(\.description))::uuid[])"]
        if let name { conditions.append("name = \(name)") }
        if let cursor = page.cursor { conditions.append("id > \(try AppID(validating: cursor, field: "cursor"))") }
        return try await pool.query(
            "listing apps",
            "SELECT \(Proto.App.columns) FROM apps WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT \(page.limit + 1)",
            Proto.App.init(row:)
        ).map(complete)
    }

    package func project(of id: AppID) async throws(Fault) -> ProjectID? {
        try await pool.first("locating app", "SELECT project_id FROM apps WHERE id = \(id)") { try $0.get("project_id", as: ProjectID.self) }
    }

    /// With what is not in the row.
    func complete(_ app: Proto.App) -> Proto.App {
        var app = app
        app.url = address.url(app.host)
        return app
    }
}

extension PostgresConnection {
    /// The row, held until the end of the transaction.
    func app(_ id: AppID, project: ProjectID?) throws -> Proto.App {
        let scope: SQL = project.map { "AND project_id = \($0)" } ?? ""
        guard let app = try first("SELECT \(Proto.App.columns) FROM apps WHERE id = \(id) \(scope) FOR UPDATE", Proto.App.init(row:))
        else { throw Fault.notFound("app \(id)") }
        return app
    }

    /// The fact that something happened to an app.
    func record(_ verb: String, _ app: Proto.App) throws {
        try record(Fact(entity: "app", verb: verb, project: ProjectID(app.projectID), id: app.id, payload: app))
    }

    /// Freezes run settings and variables as they are now under the next number.
    func freezeConfig(of id: AppID) throws -> Int {
        let number = try one("UPDATE apps SET config = config + 1, updated_at = now() WHERE id = \(id) RETURNING config") {
            try $0.get("config", as: Int.self)
        }
        try execute(
            """
            INSERT INTO configs (app_id, number, port, run_command, instances, health_path, cpu, memory, read_only)
            SELECT id, config, port, run_command, instances, health_path, cpu, memory, read_only FROM apps WHERE id = \(id)
            """)
        try execute(
            """
            INSERT INTO config_variables (app_id, number, key, secret, build, value)
            SELECT app_id, \(number)::integer, key, secret, build, value FROM variables WHERE app_id = \(id)
            """)
        return number
    }
}
