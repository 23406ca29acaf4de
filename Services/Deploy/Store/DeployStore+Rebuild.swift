import Core
import Messages
import Postgres

extension DeployStore {
    /// What was skipped is to be done after all: the commit is built again, from where and how the live one was.
    func buildAgain(_ lease: Leased<DeploymentID>, commit: String, branch: String, as live: Proto.AppDesired) async throws(Fault) {
        _ = try await advance(lease, "building again") { db, app, deployment in
            var desired = deployment.desired
            desired.app?.source = live.app?.source
            desired.app?.build = live.app?.build
            let named = try db.first(
                """
                UPDATE deployments SET commit = \(commit), branch = \(branch), desired = \(try desired.encoded())
                WHERE id = \(deployment.id) RETURNING \(Deployment.columns)
                """, Deployment.init)
            try db.reopen([.resolve, .build, .release], of: deployment.id, detail: "Builds see a variable that has changed.")
            if let named { try db.tell(named) }
            try db.say("#\(deployment.number) builds \(commit.prefix(7)) again: builds see a variable that has changed.", app: app, deployment: deployment.id)
        }
    }
}

extension PostgresConnection {
    fileprivate func reopen(_ steps: [Step], of deployment: DeploymentID, detail: String) throws {
        try execute(
            """
            UPDATE deployment_steps SET state = 'pending', attempt = 0, detail = CASE step WHEN 'build' THEN \(detail)::text ELSE '' END,
                started_at = NULL, finished_at = NULL
            WHERE deployment_id = \(deployment) AND step = ANY (\(steps.map(\.rawValue))) AND state IN ('skipped', 'running', 'pending')
            """)
    }
}
