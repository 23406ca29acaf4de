import Core
import Postgres

extension PostgresConnection {
    func addErrand(_ kind: String, _ subject: String) throws {
        try execute("INSERT INTO errands (kind, subject) VALUES (\(kind), \(subject)::uuid) ON CONFLICT (kind, subject) DO NOTHING")
    }

    /// A line of the platform in the app's log. It gets its writer's next number here, so that telling it twice adds it once.
    func say(_ message: String, app: AppRecord, deployment: DeploymentID? = nil, instance: String = "") throws {
        let writer = deployment.map { "deployment:\($0)" } ?? "app:\(app.id)"
        let ordinal = try one(
            """
            INSERT INTO platform_writers (writer, app_id, last_ordinal) VALUES (\(writer), \(app.id), 1)
            ON CONFLICT (writer) DO UPDATE SET last_ordinal = platform_writers.last_ordinal + 1 RETURNING last_ordinal
            """
        ) { row in try row.get("last_ordinal", as: Int64.self) }
        try execute(
            """
            INSERT INTO platform_lines (writer, ordinal, project_id, app_id, deployment_id, instance, message, at)
            VALUES (\(writer), \(ordinal), \(app.project), \(app.id), \(deployment), \(instance), \(message), clock_timestamp())
            """)
    }
}
