import Core
import Foundation
import Messages
import Postgres
import Telemetry

extension Build {
    /// The columns that `init(row:)` reads.
    static let columns: SQL = """
        id, project_id, app_id, commit, settings_hash, branch, request, status, attempt, crashes, commit_message, plan, image, \
        exposed_port, procfile_command, image_user, steps_done, steps_total, failure_reason, failure_message, \
        failure_details, created_at, started_at, finished_at, image_removed_at, job, lease_fence, \
        request_id, traceparent
        """

    init(row: Row) throws {
        let reason: String? = try row.getOptional("failure_reason")
        self.init(
            id: try row.get("id"), project: try row.get("project_id"), app: try row.get("app_id"),
            commit: try row.get("commit"), settingsHash: try row.get("settings_hash"), branch: try row.get("branch"),
            request: try JSONDecoder().decode(BuildRequest.self, from: Data(try row.get("request", as: String.self).utf8)),
            status: try row.get("status"), attempt: try row.get("attempt"), crashes: try row.get("crashes"),
            commitMessage: try row.get("commit_message"), plan: try row.get("plan"), image: try row.get("image"),
            exposedPort: try row.get("exposed_port"), procfileCommand: try row.get("procfile_command"),
            imageUser: try row.get("image_user"), stepsDone: try row.get("steps_done"), stepsTotal: try row.get("steps_total"),
            failure: try reason.map { reason in
                Proto.Failure(reason: reason, message: try row.get("failure_message"), details: try row.get("failure_details"))
            },
            created: try row.get("created_at"), started: try row.getOptional("started_at"),
            finished: try row.getOptional("finished_at"), imageRemoved: try row.getOptional("image_removed_at"),
            job: try row.get("job"), fence: try row.get("lease_fence"),
            trace: TraceContext(requestID: try row.get("request_id"), traceparent: try row.get("traceparent")))
    }
}

extension BuildRequest {
    /// As the row keeps it.
    var json: JSONValue {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return try JSONValue(parsing: Array(try encoder.encode(self)))
        }
    }
}
