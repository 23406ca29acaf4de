import Core
import Messages
import Postgres
import Telemetry

/// What a saga sees of its deployment: the row and its ledger.
struct SagaState: Sendable {
    var deployment: Deployment
    var app: AppRecord
    var ledger: [LedgerStep]

    /// The first step that is not done.
    var next: LedgerStep? { ledger.first { !$0.state.isDone } }
}

extension DeployStore {
    /// Takes the deployment that has waited longest: an active one that is due, or a pending one whose app is free.
    func claimDeployment() async throws(Fault) -> Leased<DeploymentID>? {
        try await pool.first(
            "claiming deployment",
            """
            UPDATE deployments SET lease_owner = \(replica), lease_fence = lease_fence + 1, lease_until = now() + interval '15 s',
                next_check_at = 'infinity'
            WHERE id = (
                SELECT id FROM deployments d
                WHERE status IN ('pending', 'building', 'deploying')
                    AND CASE WHEN lease_until IS NULL THEN next_check_at <= now() ELSE lease_until < now() END
                    AND (status <> 'pending' OR NOT EXISTS (
                        SELECT 1 FROM deployments o WHERE o.app_id = d.app_id AND o.status IN ('building', 'deploying')))
                ORDER BY next_check_at, created_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, lease_fence, request_id, traceparent
            """
        ) { row in
            Leased(
                key: try row.get("id"), fence: try row.get("lease_fence"),
                trace: TraceContext(requestID: try row.get("request_id"), traceparent: try row.get("traceparent")))
        }
    }

    func renew(_ lease: Leased<DeploymentID>) async throws(Fault) -> Bool {
        try await pool.execute(
            "renewing deployment lease",
            """
            UPDATE deployments SET lease_until = now() + interval '15 s'
            WHERE id = \(lease.key) AND lease_fence = \(lease.fence) AND status IN ('pending', 'building', 'deploying')
            """) == 1
    }

    /// Gives the row back, to be looked at again after `pause`, or sooner if somebody asked for it meanwhile.
    func release(_ lease: Leased<DeploymentID>, after pause: Duration) async throws(Fault) {
        try await pool.execute(
            "releasing deployment",
            """
            UPDATE deployments SET lease_until = NULL, lease_owner = NULL,
                next_check_at = least(next_check_at, now() + \(pause.microseconds) * interval '1 microsecond')
            WHERE id = \(lease.key) AND lease_fence = \(lease.fence)
            """)
        committed(.feed)
    }

    /// Begins the deployment if it was pending; then says where it is. Nil when it is over or somebody else's.
    func state(_ lease: Leased<DeploymentID>) async throws(Fault) -> SagaState? {
        try await advance(lease, "reading deployment") { db, app, deployment in
            SagaState(deployment: deployment, app: app, ledger: try db.ledger(of: deployment.id))
        }
    }

    /// A transaction of the saga: under the app's lock, with the fence checked and the deployment still on its way.
    func advance<T: Sendable>(
        _ lease: Leased<DeploymentID>, _ doing: String,
        _ body: @Sendable (isolated PostgresConnection, AppRecord, Deployment) throws -> T
    ) async throws(Fault) -> T? {
        let app = try await pool.first("reading deployment", "SELECT app_id FROM deployments WHERE id = \(lease.key)") { row in
            try row.get("app_id", as: AppID.self)
        }
        guard let app else { return nil }
        let value = try await change(app, doing) { db, app -> T? in
            let held = try db.first(
                """
                SELECT \(Deployment.columns) FROM deployments
                WHERE id = \(lease.key) AND lease_fence = \(lease.fence) AND status IN ('pending', 'building', 'deploying') FOR UPDATE
                """, Deployment.init)
            guard let held else { return nil }
            return try body(db, app, held)
        }
        return value ?? nil
    }

    /// Marks a step as running and the deployment as what it is while the step runs.
    func begin(_ step: Step, _ lease: Leased<DeploymentID>) async throws(Fault) -> Deployment? {
        let began = try await advance(lease, "beginning step") { db, _, deployment -> Deployment? in
            var deployment = deployment
            if deployment.status != step.state {
                // A pending one finds the place taken when another of the app got there first; it waits on.
                if deployment.status == .pending, try db.hasActive(deployment.app) { return nil }
                guard let moved = try db.move(deployment.id, to: step.state) else { return nil }
                deployment = moved
            }
            try db.beginStep(step, of: deployment.id, owner: replica, fence: lease.fence)
            return deployment
        }
        return began ?? nil
    }

    /// The commit is known from here on.
    func resolve(
        _ lease: Leased<DeploymentID>, commit: String, branch: String, detail: String, input: String
    ) async throws(Fault) {
        _ = try await advance(lease, "resolving commit") { db, _, deployment in
            let resolved = try db.first(
                """
                UPDATE deployments SET commit = \(commit), branch = \(branch)
                WHERE id = \(deployment.id) RETURNING \(Deployment.columns)
                """, Deployment.init)
            if let resolved, resolved != deployment { try db.tell(resolved) }
            try db.finishStep(.resolve, of: deployment.id, .succeeded, detail: detail, input: input)
        }
    }

    /// Ends the deployment with a named cause; what was live keeps serving, and the commit is held back.
    func fail(_ lease: Leased<DeploymentID>, _ failure: DeploymentFailure) async throws(Fault) -> Deployment? {
        let failed = try await advance(lease, "failing deployment") { db, app, deployment -> Deployment? in
            try db.endSteps(of: deployment.id, running: .failed, detail: failure.message)
            let failed = try db.move(
                deployment.id, to: .failed,
                also: """
                    , failure_reason = \(failure.reason.rawValue), failure_message = \(failure.message), \
                    failure_details = \(failure.details)
                    """)
            try db.returnToLive(app.id)
            if let commit = deployment.commit, deployment.trigger != .rollback, deployment.trigger != .config {
                try db.setHeldCommit(commit, of: app.id)
            }
            let serving = try app.current.flatMap { try db.deployment($0) }
            let rest = serving.map { " #\($0.number) keeps serving." } ?? ""
            try db.say("#\(deployment.number) failed: \(failure.message)\(rest)", app: app, deployment: deployment.id)
            return failed
        }
        return failed ?? nil
    }

    /// The last step: this deployment serves, and the one before has been replaced.
    func goLive(_ lease: Leased<DeploymentID>, detail: String) async throws(Fault) -> Deployment? {
        let live = try await advance(lease, "going live") { db, app, deployment -> Deployment? in
            if let before = app.current { try db.move(before, to: .superseded) }
            try db.finishStep(.route, of: deployment.id, .succeeded, detail: detail)
            let live = try db.move(deployment.id, to: .live, also: ", went_live_at = now()")
            try db.execute(
                """
                UPDATE apps SET current_deployment = \(deployment.id), candidate_deployment = NULL, routed_deployment = \(deployment.id),
                    held_commit = CASE WHEN held_commit = \(deployment.commit)::text THEN NULL ELSE held_commit END, next_pass_at = now()
                WHERE id = \(app.id)
                """)
            try db.say("#\(deployment.number) is live at \(deployment.url).", app: app, deployment: deployment.id)
            return live
        }
        return live ?? nil
    }
}

private extension PostgresConnection {
    func hasActive(_ app: AppID) throws -> Bool {
        try exists("SELECT 1 FROM deployments WHERE app_id = \(app) AND status IN ('building', 'deploying')")
    }
}
