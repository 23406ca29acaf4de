import Core
import Messages
import Postgres
import Telemetry

/// One thing to tell another service.
struct Errand: Sendable {
    enum Kind: String, PostgresValue { case autoDeployOff = "auto_deploy_off", cancelBuild = "cancel_build" }

    var id: Int64
    var kind: Kind
    var subject: String
    var attempt: Int
}

/// Lines of one writer that the log service has yet to hear.
struct UnsentLines: Sendable {
    var project: ProjectID
    var app: AppID
    var writer: String
    var firstOrdinal: Int64
    var lines: [Proto.Line]
    /// The request that the first of them are about.
    var trace: TraceContext?
}

extension DeployStore {
    func dueErrands() async throws(Fault) -> [Errand] {
        try await pool.query(
            "reading errands", "SELECT id, kind, subject, attempt FROM errands WHERE next_at <= now() ORDER BY next_at LIMIT 50"
        ) { row in
            Errand(
                id: try row.get("id"), kind: try row.get("kind"), subject: try row.get("subject", as: String.self),
                attempt: try row.get("attempt"))
        }
    }

    func finish(_ errand: Errand) async throws(Fault) {
        try await pool.execute("finishing errand", "DELETE FROM errands WHERE id = \(errand.id)")
    }

    func postpone(_ errand: Errand) async throws(Fault) {
        let due = Timestamp.now().adding(.seconds(min(60, 1 << min(errand.attempt, 6))))
        try await pool.execute("postponing errand", "UPDATE errands SET attempt = attempt + 1, next_at = \(due) WHERE id = \(errand.id)")
    }

    /// The oldest unsent lines of a few writers, each without a gap.
    func unsentLines() async throws(Fault) -> [UnsentLines] {
        let rows = try await pool.query(
            "reading platform lines",
            """
            SELECT writer, ordinal, l.project_id, l.app_id, deployment_id, instance, message, at,
                coalesce(d.request_id, '') AS request_id, coalesce(d.traceparent, '') AS traceparent
            FROM platform_lines l LEFT JOIN deployments d ON d.id = l.deployment_id
            ORDER BY writer, ordinal LIMIT 200
            """
        ) { row in
            let line = Proto.Line(
                time: try row.get("at", as: Timestamp.self).microseconds, source: "platform", instance: try row.get("instance"),
                stream: "stdout", message: Array(try row.get("message", as: String.self).utf8),
                deploymentID: try row.getOptional("deployment_id", as: DeploymentID.self)?.description ?? "")
            return UnsentLines(
                project: try row.get("project_id"), app: try row.get("app_id"), writer: try row.get("writer"),
                firstOrdinal: try row.get("ordinal"), lines: [line],
                trace: TraceContext(requestID: try row.get("request_id"), traceparent: try row.get("traceparent")))
        }
        var batches: [UnsentLines] = []
        for row in rows {
            if let last = batches.last, last.writer == row.writer, last.firstOrdinal + Int64(last.lines.count) == row.firstOrdinal {
                batches[batches.count - 1].lines += row.lines
            } else {
                batches.append(row)
            }
        }
        return batches
    }

    func sent(_ batch: UnsentLines) async throws(Fault) {
        let last = batch.firstOrdinal + Int64(batch.lines.count) - 1
        try await pool.execute(
            "forgetting sent lines", "DELETE FROM platform_lines WHERE writer = \(batch.writer) AND ordinal <= \(last)")
    }
}
