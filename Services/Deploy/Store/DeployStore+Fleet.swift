import Core
import Postgres

/// One instance of which something should be left, as the drift watch compares it with the containers there are.
struct FleetMember: Sendable, Equatable {
    var id: InstanceID
    var app: AppID
    var container: String?
    var port: Int?
    var state: InstanceState
    var retryAt: Timestamp?
}

extension DeployStore {
    func fleet() async throws(Fault) -> [FleetMember] {
        try await pool.query(
            "listing the fleet", "SELECT id, app_id, container_id, port, state, retry_at FROM instances WHERE removed_at IS NULL"
        ) { row in
            FleetMember(
                id: try row.get("id"), app: try row.get("app_id"), container: try row.getOptional("container_id"), port: try row.getOptional("port"),
                state: try row.get("state"), retryAt: try row.getOptional("retry_at"))
        }
    }

    func appsAndProjects() async throws(Fault) -> (apps: Set<AppID>, projects: Set<ProjectID>) {
        let rows = try await pool.query("listing apps", "SELECT id, project_id FROM apps") { row in
            (try row.get("id", as: AppID.self), try row.get("project_id", as: ProjectID.self))
        }
        return (Set(rows.map(\.0)), Set(rows.map(\.1)))
    }

    func appCount(of project: ProjectID) async throws(Fault) -> Int {
        try await pool.one("counting apps", "SELECT count(*) AS apps FROM apps WHERE project_id = \(project)") { row in try row.get("apps") }
    }

    /// Rows that nobody asks for any more: instances gone for a week, states of builds that nobody waits for.
    func forgetOld() async throws(Fault) {
        try await pool.execute("forgetting instances", "DELETE FROM instances WHERE removed_at < now() - interval '7 days'")
        try await pool.execute(
            "forgetting builds",
            """
            DELETE FROM build_states b WHERE NOT EXISTS (SELECT 1 FROM deployments d
                WHERE d.build_id = b.build_id AND d.status IN ('pending', 'building', 'deploying'))
            """)
    }
}
