import Core
import Postgres
import Reconciliation

/// An object that was applied to a cluster, or is about to be: the row comes first.
struct ClusterObject: Sendable, Hashable {
    /// Empty for what belongs to the whole cluster.
    var namespace: String
    var kind: String
    var name: String
}

/// What a pass over an app of a cluster works from, beside its rows.
struct ClusterState: Sendable {
    var objects: Set<ClusterObject> = []
    /// What is to go, and has not been seen to be gone.
    var tombstones: Set<ClusterObject> = []
    /// The project's own are on their way out: nothing may begin there before they are gone.
    var isProjectLeaving = false
    var projectObjects: Set<ClusterObject> = []
    /// What the cluster refused last, of the deployment that is wanted.
    var refusal: ClusterRefusal?
}

/// What the cluster said to an apply that it did not do.
struct ClusterRefusal: Sendable, Equatable {
    var failure: DeploymentFailure
    /// It would say so again. What is not final may pass by itself.
    var isFinal: Bool
    /// A controller was told so when it wanted to make Pods of what is live.
    var isOfPods = false
}

/// The rows of `cluster_objects` of several apps.
struct ClusterRows: Sendable {
    struct One: Sendable {
        var object: ClusterObject
        var isLeaving: Bool
    }

    var ofApps: [AppID: [One]] = [:]
    var ofProjects: [ProjectID: [One]] = [:]

    /// Without what the cluster refused.
    func state(of app: AppRecord) -> ClusterState {
        let (own, common) = (ofApps[app.id] ?? [], ofProjects[app.project] ?? [])
        return ClusterState(
            objects: Set(own.map(\.object)), tombstones: Set(own.filter(\.isLeaving).map(\.object)),
            isProjectLeaving: common.contains(where: \.isLeaving), projectObjects: Set(common.map(\.object)))
    }
}

extension ClusterObject {
    init(_ row: Row) throws {
        self.init(namespace: try row.get("namespace"), kind: try row.get("kind"), name: try row.get("name"))
    }
}

extension DeployStore {
    func clusterState(of app: AppRecord) async throws(Fault) -> ClusterState {
        var state = try await clusterObjects(of: [app]).state(of: app)
        if let wanted = app.candidate ?? app.current { state.refusal = try await refusal(of: wanted) }
        return state
    }

    /// What was applied for these apps and their projects.
    func clusterObjects(of apps: [AppRecord]) async throws(Fault) -> ClusterRows {
        var rows = ClusterRows()
        let all = try await pool.query(
            "reading cluster objects",
            """
            SELECT namespace, kind, name, project_id, app_id, tombstone_at IS NOT NULL AS is_leaving FROM cluster_objects
            WHERE app_id = ANY (\(apps.map(\.id))) OR (project_id = ANY (\(Set(apps.map(\.project)).sorted())) AND app_id IS NULL)
            """
        ) { row in
            let one = ClusterRows.One(object: try ClusterObject(row), isLeaving: try row.get("is_leaving"))
            return (one, try row.get("project_id", as: ProjectID.self), try row.getOptional("app_id", as: AppID.self))
        }
        for (one, project, app) in all {
            if let app { rows.ofApps[app, default: []].append(one) } else { rows.ofProjects[project, default: []].append(one) }
        }
        return rows
    }

    func refusal(of deployment: DeploymentID) async throws(Fault) -> ClusterRefusal? {
        try await pool.first(
            "reading refusal", "SELECT reason, message, details, is_final, of_pods FROM cluster_refusals WHERE deployment_id = \(deployment)"
        ) { row in
            let failure = DeploymentFailure(
                reason: FailureReason(rawValue: try row.getOptional("reason") ?? "") ?? .internal, message: try row.get("message"),
                details: try row.get("details"))
            return ClusterRefusal(failure: failure, isFinal: try row.get("is_final"), isOfPods: try row.get("of_pods"))
        }
    }

    /// Every app of the installation gets its turn.
    func wakeAll() async throws(Fault) {
        try await pool.execute("waking all apps", "UPDATE apps SET next_pass_at = now()")
        committed(.runtime)
    }

    func wake(_ apps: [AppID], projects: [ProjectID]) async throws(Fault) {
        try await wake(apps)
        guard !projects.isEmpty else { return }
        try await pool.execute("waking apps of projects", "UPDATE apps SET next_pass_at = now() WHERE project_id = ANY (\(projects))")
        committed(.runtime)
    }

    /// What is left in a cluster of projects that have no app any more, by namespace.
    func leavingNamespaces() async throws(Fault) -> [ClusterObject] {
        try await pool.query(
            "listing leaving namespaces",
            "SELECT namespace, kind, name FROM cluster_objects WHERE app_id IS NULL AND kind = 'Namespace' AND tombstone_at IS NOT NULL",
            ClusterObject.init)
    }

    func namespaceIsGone(_ name: String) async throws(Fault) {
        try await pool.execute(
            "forgetting namespace", "DELETE FROM cluster_objects WHERE namespace = \(name) AND app_id IS NULL AND tombstone_at IS NOT NULL")
        committed(.runtime)
    }

    /// How much of a project is left in a cluster.
    func clusterObjectCount(of project: ProjectID) async throws(Fault) -> Int {
        try await pool.one(
            "counting cluster objects", "SELECT count(*) AS objects FROM cluster_objects WHERE project_id = \(project)"
        ) { row in try row.get("objects") }
    }
}

extension PostgresConnection {
    /// Before they are applied. What was to go and is wanted again stays.
    func noteObjects(_ objects: [ClusterObject], of app: AppRecord, isProject: Bool = false) throws {
        let owner: AppID? = isProject ? nil : app.id
        for object in objects {
            try execute(
                """
                INSERT INTO cluster_objects (namespace, kind, name, project_id, app_id)
                VALUES (\(object.namespace), \(object.kind), \(object.name), \(app.project), \(owner))
                ON CONFLICT (namespace, kind, name) DO UPDATE SET tombstone_at = NULL WHERE cluster_objects.app_id IS NOT NULL
                """)
        }
    }

    func buryObjects(_ objects: [ClusterObject], of app: AppID) throws {
        for object in objects {
            try execute(
                """
                UPDATE cluster_objects SET tombstone_at = now() WHERE app_id = \(app) AND namespace = \(object.namespace)
                    AND kind = \(object.kind) AND name = \(object.name) AND tombstone_at IS NULL
                """)
        }
    }

    /// The API server has it no more.
    func objectIsGone(_ object: ClusterObject) throws {
        try execute(
            """
            DELETE FROM cluster_objects WHERE namespace = \(object.namespace) AND kind = \(object.kind) AND name = \(object.name)
                AND tombstone_at IS NOT NULL
            """)
    }

    /// With the last app of a project goes what the project has in the cluster.
    func buryProjectIfEmpty(_ app: AppRecord) throws {
        try execute(
            """
            UPDATE cluster_objects SET tombstone_at = now() WHERE project_id = \(app.project) AND app_id IS NULL AND tombstone_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM apps WHERE project_id = \(app.project) AND id <> \(app.id))
            """)
    }

    /// What the cluster refuses of a deployment. True when that is news.
    func noteRefusal(_ failure: DeploymentFailure, isFinal: Bool = true, isOfPods: Bool = false, of deployment: DeploymentID) throws -> Bool {
        try execute(
            """
            INSERT INTO cluster_refusals (deployment_id, reason, message, details, is_final, of_pods)
            VALUES (\(deployment), \(failure.reason.rawValue), \(failure.message), \(failure.details), \(isFinal), \(isOfPods))
            ON CONFLICT (deployment_id) DO UPDATE
            SET reason = excluded.reason, message = excluded.message, details = excluded.details, is_final = excluded.is_final, of_pods = excluded.of_pods, at = now()
            WHERE (cluster_refusals.message, cluster_refusals.is_final, cluster_refusals.of_pods)
                <> (excluded.message, excluded.is_final, excluded.of_pods)
            """) > 0
    }

    func dropRefusal(of deployment: DeploymentID) throws {
        try execute("DELETE FROM cluster_refusals WHERE deployment_id = \(deployment)")
    }
}
