import ChangeFeed
package import Core
import Messages
import Postgres

extension BuildStore {
    /// A build that waits, or whose worker died: its next attempt, unless it had come to pushing, where the registry is asked
    /// first whether the push had finished, or a Job makes it, which goes on.
    package func claim(owner: String) async throws(Fault) -> Build? {
        let build = try await pool.transaction("claiming build") { db in
            let build = try db.first(
                """
                UPDATE builds SET lease_owner = \(owner), lease_fence = lease_fence + 1, lease_until = now() + interval '15 s',
                    started_at = coalesce(started_at, now()), updated_at = now(),
                    crashes = crashes + CASE WHEN status = 'queued' THEN 0 ELSE 1 END,
                    attempt = attempt + CASE WHEN status IN ('queued', 'pushing') OR (status = 'building' AND job <> '') THEN 0 ELSE 1 END,
                    job = CASE WHEN status IN ('building', 'pushing') THEN job ELSE '' END,
                    status = CASE WHEN status = 'pushing' OR (status = 'building' AND job <> '') THEN status WHEN method = 'image' THEN 'planning' ELSE 'fetching' END
                WHERE id = (SELECT id FROM builds
                    WHERE status = 'queued'
                        OR (status IN ('fetching', 'planning', 'building', 'pushing') AND (lease_until IS NULL OR lease_until < now()))
                    ORDER BY created_at FOR UPDATE SKIP LOCKED LIMIT 1)
                RETURNING \(Build.columns)
                """, Build.init(row:))
            if let build { try db.record(build) }
            return build
        }
        if build != nil { feed.committed() }
        return build
    }

    /// Keeps the lease. False: it is lost, or the build was cancelled.
    package func renew(_ build: Build) async throws(Fault) -> Bool {
        try await pool.execute(
            "renewing lease",
            """
            UPDATE builds SET lease_until = now() + interval '15 s'
            WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status IN ('fetching', 'planning', 'building', 'pushing')
            """) > 0
    }

    /// To the next state, with what was learnt. Nil when the lease is lost: nothing was written.
    package func advance(_ build: Build, to status: BuildStatus, from old: [BuildStatus]) async throws(Fault) -> Build? {
        let next = try await pool.transaction("advancing build") { db in try db.advance(build, to: status, from: old) }
        if let next {
            feed.committed()
            if next.status.isFinal { Figures.ended(next) }
        }
        return next
    }

    package func progress(_ build: Build, done: Int, total: Int) async throws(Fault) {
        try await pool.execute(
            "writing progress",
            """
            UPDATE builds SET steps_done = \(done), steps_total = \(total), updated_at = now()
            WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status = 'building'
            """)
    }

    /// Ends it with a cause. Nothing is written when the lease is lost.
    package func fail(_ build: Build, _ failure: BuildFailure) async throws(Fault) {
        let failed = try await pool.transaction("failing build") { db in
            let failed = try db.first(
                """
                UPDATE builds SET status = 'failed', failure_reason = \(failure.reason.rawValue), failure_message = \(Self.kept(failure.message, 2_000)),
                    failure_details = \(Self.kept(failure.details, 8_000)), finished_at = now(), updated_at = now(), lease_owner = NULL, lease_until = NULL
                WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status IN ('fetching', 'planning', 'building', 'pushing')
                RETURNING \(Build.columns)
                """, Build.init(row:))
            if let failed { try db.record(failed) }
            return failed
        }
        guard let failed else { return }
        feed.committed()
        Figures.ended(failed)
    }

    /// Gives it back, by a worker that has to stop: the next one begins its next attempt, or goes on with its Job. No crash is
    /// counted.
    package func release(_ build: Build) async throws(Fault) {
        let isWritten = try await pool.transaction("releasing build") { db in
            let released = try db.first(
                """
                UPDATE builds SET
                    status = CASE WHEN status = 'pushing' OR (status = 'building' AND job <> '') THEN status ELSE 'queued' END,
                    attempt = attempt + CASE WHEN status = 'pushing' OR (status = 'building' AND job <> '') THEN 0 ELSE 1 END, updated_at = now(), lease_owner = NULL,
                    lease_until = NULL, lease_fence = lease_fence + 1
                WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status IN ('fetching', 'planning', 'building', 'pushing')
                RETURNING \(Build.columns)
                """, Build.init(row:))
            if let released { try db.record(released) }
            return released != nil
        }
        if isWritten { feed.committed() }
    }

    /// The last part of a text, without what Postgres can't keep.
    private static func kept(_ text: String, _ most: Int) -> String {
        let plain = text.replacing("\0", with: "")
        return plain.count <= most ? plain : "…" + plain.suffix(most)
    }
}

extension PostgresConnection {
    /// To the next state, with what was learnt, and told; nil when the lease is lost.
    func advance(_ build: Build, to status: BuildStatus, from old: [BuildStatus]) throws -> Build? {
        let next = try first(
            """
            UPDATE builds SET status = \(status), commit_message = \(build.commitMessage), plan = \(build.plan),
                image = \(build.image), exposed_port = \(build.exposedPort), procfile_command = \(build.procfileCommand),
                image_user = \(build.imageUser), job = CASE WHEN \(status == .building || status == .pushing || status.isFinal) THEN job ELSE '' END,
                steps_done = \(build.stepsDone), steps_total = \(build.stepsTotal),
                finished_at = CASE WHEN \(status.isFinal) THEN now() END, updated_at = now(),
                lease_owner = CASE WHEN \(status.isFinal) THEN NULL ELSE lease_owner END,
                lease_until = CASE WHEN \(status.isFinal) THEN NULL ELSE lease_until END
            WHERE id = \(build.id) AND lease_fence = \(build.fence) AND status = ANY (\(old.map(\.rawValue)))
            RETURNING \(Build.columns)
            """, Build.init(row:))
        if let next { try record(next) }
        return next
    }
}
