import ChangeFeed
package import Core
import Postgres

/// What the build service is to be told about an app's source.
package struct FollowOrder: Sendable {
    package var app: AppID
    package var project: ProjectID
    /// Empty: nothing is followed.
    package var repository: String
    package var branch: String
    package var revision: Int64
}

extension AppStore {
    /// Some that have to be told; each comes again in a while unless it is settled.
    package func claimFollows() async throws(Fault) -> [FollowOrder] {
        try await pool.query(
            "claiming sources to follow",
            """
            UPDATE apps SET follow_at = now() + interval '10 s'
            WHERE id IN (SELECT id FROM apps WHERE follow_dirty AND follow_at <= now() ORDER BY follow_at FOR UPDATE SKIP LOCKED LIMIT 20)
            RETURNING id, project_id, branch, follow_revision,
                CASE WHEN auto_deploy AND state = 'active' AND method <> 'image' THEN repository ELSE '' END AS followed
            """
        ) { row in
            FollowOrder(
                app: try row.get("id"), project: try row.get("project_id"), repository: try row.get("followed"),
                branch: try row.get("branch"), revision: try row.get("follow_revision"))
        }
    }

    /// It was told, unless the app has changed again meanwhile.
    package func settle(_ order: FollowOrder) async throws(Fault) {
        try await pool.execute(
            "settling followed source",
            "UPDATE apps SET follow_dirty = false WHERE id = \(order.app) AND follow_revision = \(order.revision)")
    }

    /// Everything is told again: after a gap in the feed.
    package func followAllAgain() async throws(Fault) {
        try await pool.execute(
            "marking followed sources", "UPDATE apps SET follow_dirty = true, follow_revision = follow_revision + 1, follow_at = now()")
    }
}
