import Core
import Postgres

/// An app of a cluster of which nothing is said to be on its way, with all that a look at it goes by.
struct RestingApp: Sendable {
    var app: AppRecord
    /// Number of the release that is live.
    var release: Int
    var instances: [Instance]
    var cluster: ClusterState
}

extension DeployStore {
    /// The apps at rest whose turn comes next; each has its next turn after `pause` and up to a quarter of that more, but for those
    /// that are woken meanwhile. Who finds one of them otherwise than it shall be wakes it.
    ///
    /// Taken without a lease: nothing is changed by who looks at them. A crash after it costs a pause.
    /// - Parameter horizon: whose turn comes within this, so that they are taken before they are claimed one by one.
    func restingApps(dueWithin horizon: Duration, pause: Duration, limit: Int) async throws(Fault) -> [RestingApp] {
        let found = try await pool.transaction("reading apps at rest") { db -> (apps: [(AppRecord, Int)], instances: [AppID: [Instance]]) in
            let apps = try db.query(
                """
                UPDATE apps SET next_pass_at = now() + \(pause.microseconds) * interval '1 microsecond' * (1 + random() / 4)
                WHERE id IN (
                    SELECT id FROM apps
                    WHERE next_pass_at > now() AND next_pass_at < now() + \(horizon.microseconds) * interval '1 microsecond'
                        AND lease_until IS NULL AND tombstone_at IS NULL
                        AND current_deployment IS NOT NULL AND candidate_deployment IS NULL
                        AND NOT EXISTS (SELECT 1 FROM cluster_refusals WHERE deployment_id = current_deployment)
                    ORDER BY next_pass_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
                RETURNING \(AppRecord.columns), (SELECT release FROM deployments WHERE deployments.id = apps.current_deployment) AS live_release
                """
            ) { row in (try AppRecord(row), try row.getOptional("live_release", as: Int.self) ?? 0) }
            return (apps, Dictionary(grouping: try db.instances(of: apps.map(\.0.id)), by: \.app))
        }
        guard !found.apps.isEmpty else { return [] }
        let rows = try await clusterObjects(of: found.apps.map(\.0))
        return found.apps.map { app, release in
            RestingApp(app: app, release: release, instances: found.instances[app.id] ?? [], cluster: rows.state(of: app))
        }
    }
}
