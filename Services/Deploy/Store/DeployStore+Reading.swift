import Core
import Messages
import Postgres

extension DeployStore {
    /// Nil also when it is another project's.
    func deployment(_ id: DeploymentID, project: ProjectID) async throws(Fault) -> Deployment? {
        try await pool.first(
            "reading deployment", "SELECT \(Deployment.columns) FROM deployments WHERE id = \(id) AND project_id = \(project)",
            Deployment.init)
    }

    /// Where a deployment lives, for whoever has yet to authorize.
    func locate(_ id: DeploymentID) async throws(Fault) -> Proto.Location? {
        try await pool.first("locating deployment", "SELECT project_id, app_id FROM deployments WHERE id = \(id)") { row in
            Proto.Location(
                projectID: try row.get("project_id", as: ProjectID.self).description,
                appID: try row.get("app_id", as: AppID.self).description)
        }
    }

    /// Newest first; the cursor is the last number given.
    func deployments(of app: AppID, project: ProjectID, _ page: Page) async throws(Fault) -> [Deployment] {
        let before = try Self.number(page.cursor)
        return try await pool.query(
            "listing deployments",
            """
            SELECT \(Deployment.columns) FROM deployments
            WHERE app_id = \(app) AND project_id = \(project) AND number < \(before) ORDER BY number DESC LIMIT \(page.limit + 1)
            """, Deployment.init)
    }

    func timeline(of id: DeploymentID, project: ProjectID) async throws(Fault) -> [LedgerStep] {
        guard try await deployment(id, project: project) != nil else { throw .notFound("deployment \(id)") }
        return try await pool.query(
            "reading timeline",
            "SELECT \(LedgerStep.columns) FROM deployment_steps WHERE deployment_id = \(id) ORDER BY ordinal", LedgerStep.init)
    }

    func instances(of app: AppID, project: ProjectID) async throws(Fault) -> [Instance] {
        try await pool.query(
            "listing instances",
            """
            SELECT \(Instance.columns) FROM instances
            WHERE app_id = \(app) AND project_id = \(project) AND removed_at IS NULL AND state <> 'stopped'
            ORDER BY release, ordinal
            """, Instance.init)
    }

    func releases(of app: AppID, project: ProjectID, _ page: Page) async throws(Fault) -> [Proto.Release] {
        let before = try Self.number(page.cursor)
        return try await pool.query(
            "listing releases",
            """
            SELECT r.number, r.image, r.config, r.commit, r.build_id, r.created_at, coalesce(d.release = r.number, false) AS serving,
                (SELECT removed_at FROM removed_images i WHERE i.app_id = r.app_id AND i.image = r.image) AS image_removed_at
            FROM releases r JOIN apps a ON a.id = r.app_id LEFT JOIN deployments d ON d.id = a.current_deployment
            WHERE r.app_id = \(app) AND a.project_id = \(project) AND r.number < \(before)
            ORDER BY r.number DESC LIMIT \(page.limit + 1)
            """
        ) { row in
            Proto.Release(
                number: UInt32(try row.get("number", as: Int.self)), image: try row.get("image"),
                config: UInt32(try row.get("config", as: Int.self)), commit: try row.getOptional("commit"),
                buildID: try row.getOptional("build_id", as: BuildID.self)?.description,
                createdAt: try row.get("created_at", as: Timestamp.self).microseconds, serving: try row.get("serving"),
                imageRemovedAt: try row.getOptional("image_removed_at", as: Timestamp.self)?.microseconds)
        }
    }

    func app(_ id: AppID) async throws(Fault) -> AppRecord? {
        try await pool.first("reading app", "SELECT \(AppRecord.columns) FROM apps WHERE id = \(id)", AppRecord.init)
    }

    private static func number(_ cursor: String?) throws(Fault) -> Int {
        guard let cursor else { return Int(Int32.max) }
        guard let number = Int(cursor) else { throw .invalid("cursor", "is not one that this list gave") }
        return number
    }
}

/// For sagas and handlers that have the project from elsewhere.
extension DeployStore {
    func deployment(_ id: DeploymentID) async throws(Fault) -> Deployment? {
        try await pool.first("reading deployment", "SELECT \(Deployment.columns) FROM deployments WHERE id = \(id)", Deployment.init)
    }

    /// What there is of one deployment's instances, apart from those that are on their way out.
    func instances(of deployment: Deployment) async throws(Fault) -> [Instance] {
        try await pool.query(
            "reading instances",
            """
            SELECT \(Instance.columns) FROM instances
            WHERE deployment_id = \(deployment.id) AND removed_at IS NULL AND state IN ('starting', 'serving', 'failed') ORDER BY ordinal
            """, Instance.init)
    }
}
