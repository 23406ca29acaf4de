import ChangeFeed
package import Core
import Messages
import Postgres

/// An app that goes, and who has said that nothing of it is left.
package struct AppDeletion: Sendable {
    package var app: AppID
    package var project: ProjectID
    package var deployIsDone: Bool
    package var buildIsDone: Bool
    package var logIsDone: Bool
    package var isDone: Bool { deployIsDone && buildIsDone && logIsDone }
}

extension AppStore {
    /// From here on the app only goes. Asking again is no error.
    package func beginDeletion(of id: AppID, project: ProjectID) async throws(Fault) {
        try await pool.transaction("deleting app") { db in
            let app = try db.app(id, project: project)
            guard app.state == "active" else { return }
            try db.beginDeletion(of: id)
            try db.record("deleting", complete(try db.app(id, project: nil)))
        }
        feed.committed()
    }

    /// All apps of a project go; how many are left.
    package func deleteProject(_ project: ProjectID) async throws(Fault) -> Int {
        let left = try await pool.transaction("deleting apps of project") { db in
            try db.execute("INSERT INTO project_deletions (project_id) VALUES (\(project)) ON CONFLICT (project_id) DO NOTHING")
            let apps = try db.query("SELECT id, state FROM apps WHERE project_id = \(project) ORDER BY id FOR UPDATE") { row in
                (id: try row.get("id", as: AppID.self), state: try row.get("state", as: String.self))
            }
            for app in apps where app.state == "active" {
                try db.beginDeletion(of: app.id)
                try db.record("deleting", complete(try db.app(app.id, project: nil)))
            }
            return apps.count
        }
        feed.committed()
        return left
    }

    package func openDeletions() async throws(Fault) -> [AppDeletion] {
        try await pool.query(
            "listing deletions",
            """
            SELECT id, project_id, deploy_acked, build_acked, log_acked FROM apps WHERE state = 'deleting'
            ORDER BY deletion_at LIMIT 50
            """
        ) { row in
            AppDeletion(
                app: try row.get("id"), project: try row.get("project_id"), deployIsDone: try row.get("deploy_acked"),
                buildIsDone: try row.get("build_acked"), logIsDone: try row.get("log_acked"))
        }
    }

    /// Keeps what was confirmed; a confirmation is never taken back.
    package func acknowledge(_ deletion: AppDeletion) async throws(Fault) {
        try await pool.execute(
            "acknowledging deletion",
            """
            UPDATE apps SET deploy_acked = deploy_acked OR \(deletion.deployIsDone), build_acked = build_acked OR \(deletion.buildIsDone),
                log_acked = log_acked OR \(deletion.logIsDone), deletion_at = now()
            WHERE id = \(deletion.app) AND state = 'deleting'
            """)
    }

    /// Removes the row, once all have confirmed.
    package func finishDeletion(of id: AppID) async throws(Fault) {
        let isGone = try await pool.transaction("removing app") { db in
            let app = try db.first(
                """
                DELETE FROM apps WHERE id = \(id) AND state = 'deleting' AND deploy_acked AND build_acked AND log_acked
                RETURNING \(Proto.App.columns)
                """, Proto.App.init(row:))
            if let app { try db.record("deleted", complete(app)) }
            return app != nil
        }
        if isGone { feed.committed() }
    }
}

extension PostgresConnection {
    fileprivate func beginDeletion(of id: AppID) throws {
        try execute(
            "UPDATE apps SET state = 'deleting', deletion_at = now(), updated_at = now() WHERE id = \(id) AND state = 'active'")
        try markFollow(id)
        try execute("DELETE FROM deployment_requests WHERE app_id = \(id)")
    }
}
