import Core
import Messages
import Postgres

extension AppRecord {
    static let columns: SQL = """
        id, project_id, name, project_name, host, url, scale, restart_generation, current_deployment, candidate_deployment, \
        routed_deployment, route_generation, route_ports, route_seen_generation, route_seen_at, held_commit, \
        tombstone_at IS NOT NULL AS deleting, revision, scale_most, scale_cpu_percent
        """

    init(_ row: Row) throws {
        let (most, percent) = (try row.get("scale_most", as: Int.self), try row.get("scale_cpu_percent", as: Int.self))
        let scale = try row.get("scale", as: Int.self)
        self.init(
            id: try row.get("id"), project: try row.get("project_id"), name: try row.get("name"),
            projectName: try row.get("project_name"), host: try row.get("host"), url: try row.get("url"), scale: scale,
            autoscaling: most > 0 && scale > 0 ? Autoscaling(least: scale, most: most, cpuPercent: percent) : nil,
            restartGeneration: try row.get("restart_generation"), current: try row.getOptional("current_deployment"),
            candidate: try row.getOptional("candidate_deployment"), routed: try row.getOptional("routed_deployment"),
            route: DesiredRoute(
                generation: try row.get("route_generation"), ports: try row.get("route_ports"),
                seenGeneration: try row.get("route_seen_generation"), seenAt: try row.getOptional("route_seen_at")),
            heldCommit: try row.getOptional("held_commit"), isDeleting: try row.get("deleting"), revision: try row.get("revision"))
    }
}

extension PostgresConnection {
    func app(_ id: AppID) throws -> AppRecord? {
        try first("SELECT \(AppRecord.columns) FROM apps WHERE id = \(id)", AppRecord.init)
    }

    func lockApp(_ id: AppID) throws -> AppRecord? {
        try first("SELECT \(AppRecord.columns) FROM apps WHERE id = \(id) FOR UPDATE", AppRecord.init)
    }

    /// The first deployment makes the row; later ones bring the names up to date. The scale is ours from then on.
    func adoptApp(_ app: Proto.App) throws {
        let id = try AppID(validating: app.id, field: "app_id")
        let project = try ProjectID(validating: app.projectID, field: "project_id")
        let scale = max(1, Int(app.run?.instances ?? 1))
        try execute(
            """
            INSERT INTO apps (id, project_id, name, project_name, host, url, scale)
            VALUES (\(id), \(project), \(app.name), \(app.projectName), \(app.host), \(app.url), \(scale))
            ON CONFLICT (id) DO UPDATE SET host = excluded.host, url = excluded.url, updated_at = now()
            WHERE (apps.host, apps.url) IS DISTINCT FROM (excluded.host, excluded.url)
            """)
    }

    func setScale(_ id: AppID, to scale: Int, autoscaling: Autoscaling?) throws {
        try execute(
            """
            UPDATE apps SET scale = \(scale), scale_most = \(autoscaling?.most ?? 0), scale_cpu_percent = \(autoscaling?.cpuPercent ?? 0),
                next_pass_at = now(), updated_at = now()
            WHERE id = \(id)
            """)
    }

    func raiseRestartGeneration(_ id: AppID) throws {
        try execute(
            "UPDATE apps SET restart_generation = restart_generation + 1, next_pass_at = now(), updated_at = now() WHERE id = \(id)")
    }

    func buryApp(_ id: AppID) throws {
        try execute(
            """
            UPDATE apps SET tombstone_at = now(), candidate_deployment = NULL, routed_deployment = NULL, next_pass_at = now(),
                updated_at = now()
            WHERE id = \(id) AND tombstone_at IS NULL
            """)
    }

    /// Everything of it, by cascade; what the log service never heard goes with it.
    func removeApp(_ id: AppID) throws {
        try execute("DELETE FROM platform_lines WHERE app_id = \(id)")
        try execute("DELETE FROM platform_writers WHERE app_id = \(id)")
        try execute("DELETE FROM errands WHERE kind = 'auto_deploy_off' AND subject = \(id)")
        try execute("DELETE FROM apps WHERE id = \(id) AND tombstone_at IS NOT NULL")
    }

    func setCandidate(_ deployment: DeploymentID?, of app: AppID) throws {
        try execute("UPDATE apps SET candidate_deployment = \(deployment), next_pass_at = now() WHERE id = \(app)")
    }

    func setRouted(_ deployment: DeploymentID?, of app: AppID) throws {
        try execute("UPDATE apps SET routed_deployment = \(deployment), next_pass_at = now() WHERE id = \(app)")
    }

    /// What was on its way is not any more: traffic and instances go back to what is live.
    func returnToLive(_ app: AppID) throws {
        try execute(
            """
            UPDATE apps SET candidate_deployment = NULL, routed_deployment = current_deployment, next_pass_at = now()
            WHERE id = \(app)
            """)
    }

    func setHeldCommit(_ commit: String?, of app: AppID) throws {
        try execute("UPDATE apps SET held_commit = \(commit) WHERE id = \(app) AND held_commit IS DISTINCT FROM \(commit)::text")
    }
}
