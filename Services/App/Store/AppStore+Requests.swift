import ChangeFeed
package import Core
import Messages
import Postgres

/// A deployment to be asked for, because a followed source moved.
package struct DeploymentOrder: Sendable {
    package var app: AppID
    package var project: ProjectID
    package var sourceVersion: String
    package var commit: String
    package var branch: String
}

extension PostgresConnection {
    /// One order for each app that follows what moved.
    func order(_ moved: Proto.SourceMoved) throws {
        try execute(
            """
            INSERT INTO deployment_requests (app_id, source_version, commit, branch)
            SELECT id, \("\(moved.sourceID):\(moved.version)"), \(moved.commit), \(moved.branch) FROM apps
            WHERE repository = \(moved.repository) AND branch = \(moved.branch) AND auto_deploy AND state = 'active' AND method <> 'image'
            ON CONFLICT (app_id, source_version) DO NOTHING
            """)
    }

    /// Keeps how an app is, unless something newer is known.
    func keep(_ status: Proto.AppStatus) throws {
        guard let id = AppID(status.appID) else { return }
        try execute(
            """
            UPDATE apps SET status_revision = \(Int64(status.revision)), status = \(status.status),
                latest_deployment_id = \(status.latestDeployment?.id ?? ""), latest_deployment_status = \(status.latestDeployment?.status ?? ""),
                latest_deployment_number = \(Int(status.latestDeployment?.number ?? 0)), current_deployment_id = \(status.currentDeploymentID),
                running_instances = \(Int(status.instances)), held_commit = \(status.heldCommit),
                scale_least = \(Int(status.autoscaling?.least ?? 0)), scale_most = \(Int(status.autoscaling?.most ?? 0)),
                scale_cpu_percent = \(Int(status.autoscaling?.cpuPercent ?? 0))
            WHERE id = \(id) AND status_revision < \(Int64(status.revision))
            """)
    }
}

extension AppStore {
    /// Orders whose time has come, oldest first; each comes again in a while unless it is settled.
    package func claimRequests() async throws(Fault) -> [DeploymentOrder] {
        try await pool.query(
            "claiming deployment requests",
            """
            WITH due AS (SELECT app_id, source_version FROM deployment_requests WHERE ask_at <= now() ORDER BY created_at
                FOR UPDATE SKIP LOCKED LIMIT 20),
            claimed AS (UPDATE deployment_requests AS request SET ask_at = now() + least(10 + 5 * tries, 120) * interval '1 s', tries = tries + 1
                FROM due WHERE request.app_id = due.app_id AND request.source_version = due.source_version
                RETURNING request.app_id, request.source_version, request.commit, request.branch, request.created_at)
            SELECT app_id, project_id, source_version, claimed.commit AS commit, claimed.branch AS branch FROM claimed JOIN apps ON apps.id = app_id
            ORDER BY claimed.created_at
            """
        ) { row in
            DeploymentOrder(
                app: try row.get("app_id"), project: try row.get("project_id"), sourceVersion: try row.get("source_version"),
                commit: try row.get("commit"), branch: try row.get("branch"))
        }
    }

    package func settle(_ order: DeploymentOrder) async throws(Fault) {
        try await pool.execute(
            "settling deployment request",
            "DELETE FROM deployment_requests WHERE app_id = \(order.app) AND source_version = \(order.sourceVersion)")
    }
}
