import ChangeFeed
import Core
import Postgres

extension Instance {
    static let columns: SQL = """
        id, app_id, project_id, deployment_id, release, generation, name, port, container_id, state, restarts, exits, retry_at, \
        failure_reason, failure_message, failure_details, routed, created_at, started_at, ready_at, stopping_at, stopped_at, \
        namespace, pod, pod_version
        """

    init(_ row: Row) throws {
        let reason: String? = try row.getOptional("failure_reason")
        self.init(
            id: try row.get("id"), app: try row.get("app_id"), project: try row.get("project_id"),
            deployment: try row.get("deployment_id"), release: try row.get("release"), generation: try row.get("generation"),
            name: try row.get("name"), port: try row.getOptional("port"), container: try row.getOptional("container_id"),
            pod: try row.getOptional("pod", as: String.self).map { PodReference(namespace: try row.get("namespace"), name: $0) },
            podVersion: try row.getOptional("pod_version"), state: try row.get("state"), restarts: try row.get("restarts"), exits: try row.get("exits"),
            retryAt: try row.getOptional("retry_at"),
            failure: try reason.map { reason in
                DeploymentFailure(
                    reason: FailureReason(rawValue: reason) ?? .internal, message: try row.get("failure_message"),
                    details: try row.get("failure_details"))
            },
            isRouted: try row.get("routed"), createdAt: try row.get("created_at"), startedAt: try row.getOptional("started_at"),
            readyAt: try row.getOptional("ready_at"), stoppingAt: try row.getOptional("stopping_at"),
            stoppedAt: try row.getOptional("stopped_at"))
    }
}

extension PostgresConnection {
    func instances(of app: AppID) throws -> [Instance] { try instances(of: [app]) }

    /// Every instance of these apps of which something is left.
    func instances(of apps: [AppID]) throws -> [Instance] {
        try query(
            "SELECT \(Instance.columns) FROM instances WHERE app_id = ANY (\(apps)) AND removed_at IS NULL ORDER BY app_id, release, ordinal",
            Instance.init)
    }

    /// Wishes for a container; the port is one of the range that no other instance has.
    func addInstance(of app: AppRecord, _ deployment: DeploymentID, release: Int, ports: ClosedRange<Int>) throws -> Instance {
        let ordinal = try one(
            "SELECT coalesce(max(ordinal) + 1, 0) AS ordinal FROM instances WHERE app_id = \(app.id) AND release = \(release)"
        ) { row in try row.get("ordinal", as: Int.self) }
        for _ in 0..<200 {
            let made = try first(
                """
                INSERT INTO instances (id, app_id, project_id, deployment_id, release, generation, ordinal, name, port, state)
                VALUES (\(InstanceID()), \(app.id), \(app.project), \(deployment), \(release), \(app.restartGeneration), \(ordinal),
                    \("\(app.name)-\(release)-\(Instance.letters(ordinal))"), \(Int.random(in: ports)), 'starting')
                ON CONFLICT (port) WHERE removed_at IS NULL AND state <> 'stopped' DO NOTHING
                RETURNING \(Instance.columns)
                """, Instance.init)
            if let made { return made }
        }
        throw Fault.exhausted("No port is left for another instance.", retryAfter: nil)
    }

    func tell(_ instance: Instance, _ verb: String) throws {
        try record(
            Fact(entity: "instance", verb: verb, project: instance.project, id: instance.id.description, payload: instance.proto))
    }
}
