import ChangeFeed
import Core
import Messages
import Postgres

extension Deployment {
    static let columns: SQL = """
        id, number, app_id, project_id, status, trigger, commit, commit_message, branch, image, config, build_id, release, url, \
        requested_by, rollback_of, cancel_reason, failure_reason, failure_message, failure_details, created_at, finished_at, \
        went_live_at, desired, \
        (SELECT removed_at FROM removed_images r WHERE r.app_id = deployments.app_id AND r.image = deployments.image) AS image_removed_at
        """

    init(_ row: Row) throws {
        let reason: String? = try row.getOptional("failure_reason")
        let failure = try reason.map { reason in
            DeploymentFailure(
                reason: FailureReason(rawValue: reason) ?? .internal, message: try row.get("failure_message"),
                details: try row.get("failure_details"))
        }
        self.init(
            id: try row.get("id"), number: try row.get("number"), app: try row.get("app_id"), project: try row.get("project_id"),
            status: try row.get("status"), trigger: try row.get("trigger"), commit: try row.getOptional("commit"),
            commitMessage: try row.get("commit_message"), branch: try row.get("branch"), image: try row.get("image"),
            config: try row.get("config"), build: try row.getOptional("build_id"), release: try row.get("release"),
            url: try row.get("url"), requestedBy: try row.get("requested_by"), rollbackOf: try row.get("rollback_of"),
            cancelReason: try row.get("cancel_reason"), failure: failure, createdAt: try row.get("created_at"),
            finishedAt: try row.getOptional("finished_at"), wentLiveAt: try row.getOptional("went_live_at"),
            imageRemovedAt: try row.getOptional("image_removed_at"), desired: try Proto.AppDesired(decoding: try row.get("desired")))
    }
}

extension PostgresConnection {
    func deployment(_ id: DeploymentID) throws -> Deployment? {
        try first("SELECT \(Deployment.columns) FROM deployments WHERE id = \(id)", Deployment.init)
    }

    /// The one that moves, or waits to.
    func unfinished(of app: AppID) throws -> [Deployment] {
        try query(
            """
            SELECT \(Deployment.columns) FROM deployments
            WHERE app_id = \(app) AND status IN ('pending', 'building', 'deploying') ORDER BY number
            """, Deployment.init)
    }

    /// Moves a deployment on, from a state that allows it, and tells so. Nil when it is not in such a state any more.
    @discardableResult
    func move(_ id: DeploymentID, to next: DeploymentState, also: SQL = "") throws -> Deployment? {
        let before = DeploymentState.allCases.filter { $0.mayBecome(next) }.map(\.rawValue)
        let ends = next.isFinal || next == .live
        let moved = try first(
            """
            UPDATE deployments SET status = \(next),
                finished_at = CASE WHEN \(ends) THEN coalesce(finished_at, now()) END\(also)
            WHERE id = \(id) AND status = ANY (\(before)) RETURNING \(Deployment.columns)
            """, Deployment.init)
        if let moved { try tell(moved) }
        return moved
    }

    /// Calls a deployment off. Its build is left to an errand, which looks whether anybody else waits for it.
    @discardableResult
    func cancel(_ id: DeploymentID, reason: String) throws -> Deployment? {
        guard let cancelled = try move(id, to: .cancelled, also: ", cancel_reason = \(reason)") else { return nil }
        try endSteps(of: id, running: .skipped, detail: "Cancelled.")
        if let build = cancelled.build { try addErrand("cancel_build", build.description) }
        try returnToLive(cancelled.app)
        return cancelled
    }

    func tell(_ deployment: Deployment) throws {
        try record(
            Fact(
                entity: "deployment", verb: deployment.status.rawValue, project: deployment.project, id: deployment.id.description,
                payload: deployment.proto))
    }
}
