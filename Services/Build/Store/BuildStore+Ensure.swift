import ChangeFeed
package import ContainerEngine
package import Core
import Postgres
import Telemetry

extension BuildStore {
    /// The build of (app, commit, settings): made now, joined, reused, or tried again when `key` is a command that has not
    /// seen it fail, or whose image was removed since or does not lie in `place`. `key` again is the same build, however it ended.
    package func ensure(
        key: String, project: ProjectID, app: AppID, commit: String, branch: String, settingsHash: String, request: BuildRequest,
        in place: RegistryPlace
    ) async throws(Fault) -> Build {
        let json: JSONValue
        do { json = try request.json } catch { throw .wrapping(error, "encoding build request") }
        let asking = TraceContext.current
        let (build, isNews) = try await pool.transaction("ensuring build") { db in
            if let known = try db.first(
                "SELECT \(Build.columns) FROM builds WHERE id = (SELECT build_id FROM build_commands WHERE key = \(key))",
                Build.init(row:))
            {
                return (known, false)
            }
            guard try db.first("SELECT app_id FROM app_deletions WHERE app_id = \(app)", { _ in true }) == nil else {
                throw Fault.wrongState("The app is being deleted.")
            }
            let made = try db.execute(
                """
                INSERT INTO builds (id, project_id, app_id, commit, settings_hash, branch, method, request, status, request_id, traceparent)
                VALUES (\(Build.ID()), \(project), \(app), \(commit), \(settingsHash), \(branch), \(request.method), \(json), 'queued',
                    \(asking?.requestID ?? ""), \(asking?.trace.text ?? ""))
                ON CONFLICT ON CONSTRAINT builds_app_commit_settings_key DO NOTHING
                """)
            let build = try db.one(
                """
                SELECT \(Build.columns) FROM builds
                WHERE app_id = \(app) AND commit = \(commit) AND settings_hash = \(settingsHash) FOR UPDATE
                """, Build.init(row:))
            let isNewCommand = try db.execute(
                "INSERT INTO build_commands (key, build_id) VALUES (\(key), \(build.id)) ON CONFLICT (key) DO NOTHING") > 0
            if made > 0 { try db.record(build) }
            // A collection that considers its image has to look again.
            if isNewCommand { try db.execute("UPDATE builds SET collecting = NULL WHERE id = \(build.id) AND collecting IS NOT NULL") }
            guard isNewCommand, build.mayBeTriedAgain(in: place) else { return (build, made > 0) }
            let again = try db.one(
                """
                UPDATE builds SET status = 'queued', attempt = attempt + 1, crashes = 0, request = \(json), branch = \(branch),
                    request_id = \(asking?.requestID ?? ""), traceparent = \(asking?.trace.text ?? ""),
                    failure_reason = NULL, failure_message = '', failure_details = '', plan = '', image = '',
                    image_removed_at = NULL, job = '', steps_done = 0,
                    steps_total = 0, started_at = NULL, finished_at = NULL, updated_at = now(), lease_owner = NULL, lease_until = NULL
                WHERE id = \(build.id) AND (status IN ('failed', 'cancelled', 'succeeded') OR image_removed_at IS NOT NULL) RETURNING \(Build.columns)
                """, Build.init(row:))
            try db.record(again)
            return (again, true)
        }
        if isNews { feed.committed() }
        return build
    }
}
