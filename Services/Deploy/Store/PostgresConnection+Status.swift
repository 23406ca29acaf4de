import ChangeFeed
import Core
import Messages
import Postgres

extension PostgresConnection {
    /// Tells how the app is, if that is not what was told last; the revision lets readers keep the newest.
    func tellStatus(of id: AppID) throws {
        guard let app = try app(id) else { return }
        var status = try status(of: app)
        let words = Self.words(status)
        let revision = try first(
            """
            UPDATE apps SET revision = revision + 1, told = \(words), updated_at = now()
            WHERE id = \(id) AND told <> \(words) RETURNING revision
            """
        ) { row in try row.get("revision", as: Int64.self) }
        guard let revision else { return }
        status.revision = UInt64(revision)
        try record(Fact(entity: "app", verb: "changed", project: app.project, id: id.description, payload: status))
    }

    private func status(of app: AppRecord) throws -> Proto.AppStatus {
        let latest = try first(
            "SELECT \(Deployment.columns) FROM deployments WHERE app_id = \(app.id) ORDER BY number DESC LIMIT 1", Deployment.init)
        let isUnfinished = try exists(
            "SELECT 1 FROM deployments WHERE app_id = \(app.id) AND status IN ('pending', 'building', 'deploying')")
        let (serving, crashing) = try one(
            """
            SELECT count(*) FILTER (WHERE state = 'serving') AS serving, count(*) FILTER (WHERE exits > 1 OR failure_reason IS NOT NULL) AS crashing
            FROM instances
            WHERE app_id = \(app.id) AND deployment_id = \(app.current) AND removed_at IS NULL AND state IN ('starting', 'serving')
            """
        ) { row in (try row.get("serving", as: Int.self), try row.get("crashing", as: Int.self)) }
        let isRefused = try exists("SELECT 1 FROM cluster_refusals WHERE deployment_id = \(app.current) AND of_pods")
        let word = AppStatus(
            AppStatus.Facts(
                isDeleting: app.isDeleting, scale: app.scale, hasLiveRelease: app.current != nil, serving: serving,
                isCrashing: crashing > 0 || isRefused, hasUnfinishedDeployment: isUnfinished, latest: latest?.status))
        return Proto.AppStatus(
            appID: app.id.description, projectID: app.project.description, status: word.rawValue,
            latestDeployment: latest.map { latest in
                Proto.DeploymentSummary(id: latest.id.description, status: latest.status.rawValue, number: UInt32(latest.number))
            },
            currentDeploymentID: app.current?.description, instances: UInt32(app.scale), heldCommit: app.heldCommit, autoscaling: app.autoscaling?.proto)
    }

    private static func words(_ status: Proto.AppStatus) -> String {
        let latest = status.latestDeployment
        return [
            status.status, latest?.id ?? "", latest?.status ?? "", status.currentDeploymentID ?? "", String(status.instances),
            status.heldCommit ?? "", status.autoscaling.map { "\($0.least)-\($0.most)@\($0.cpuPercent)" } ?? "",
        ].joined(separator: " ")
    }

    func exists(_ query: SQL) throws -> Bool {
        try one("SELECT EXISTS (\(query)) AS found") { row in try row.get("found") }
    }
}
