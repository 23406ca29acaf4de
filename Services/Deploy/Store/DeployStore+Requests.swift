import Core
import Messages
import Postgres
import Telemetry

/// What came of a commit that arrived by itself.
struct RequestVerdict: Sendable, Equatable {
    var deployment: DeploymentID?
    var verdict: String
}

extension DeployStore {
    /// Takes a deployment on. The same id again is the same deployment.
    func create(_ new: NewDeployment) async throws(Fault) -> Deployment {
        let app = try AppID(validating: new.desired.app?.id ?? "", field: "app_id")
        let created = try await pool.transaction("creating deployment") { db -> Deployment in
            if let existing = try db.deployment(new.id) {
                guard existing.app == app else { throw Fault.conflict("The id \(new.id) is another app's deployment.") }
                return existing
            }
            let app = try db.adopted(new)
            if new.trigger == .config, app.current == nil {
                throw Fault.wrongState("\(app.name) has nothing live that could take the new variables; deploy it first.", reason: "nothing_live")
            }
            return try db.insert(new, app)
        }
        committed(.both)
        return created
    }

    /// Decides on a commit that arrived by itself, once per version of the source.
    func request(_ new: NewDeployment) async throws(Fault) -> RequestVerdict {
        let verdict = try await pool.transaction("requesting deployment") { db -> RequestVerdict in
            let id = try AppID(validating: new.desired.app?.id ?? "", field: "app_id")
            guard let app = try db.lockApp(id) else {
                return RequestVerdict(verdict: "Deployments by themselves begin after the first one that somebody asked for.")
            }
            let known = try db.first(
                "SELECT id FROM deployments WHERE app_id = \(id) AND source_version = \(new.sourceVersion)"
            ) { row in try row.get("id", as: DeploymentID.self) }
            let admission = Admission(
                commit: new.commit ?? "",
                Admission.Facts(
                    isDeleting: app.isDeleting, hasRequestedDeployment: try db.hasRequestedDeployment(id), isKnownVersion: known != nil,
                    heldCommit: app.heldCommit))
            switch admission {
            case .known: return RequestVerdict(deployment: known, verdict: "known")
            case .refused(let sentence): return RequestVerdict(verdict: sentence)
            case .accepted:
                if let joined = try db.join(new, id) { return RequestVerdict(deployment: joined, verdict: "joined") }
                let created = try db.insert(new, try db.adopted(new))
                return RequestVerdict(deployment: created.id, verdict: "accepted")
            }
        }
        committed(.both)
        return verdict
    }

    /// Makes an earlier release live again; whatever moves gives way.
    func rollBack(to target: DeploymentID, project: ProjectID, as id: DeploymentID, by account: String) async throws(Fault) -> Deployment {
        guard let app = try await deployment(target, project: project)?.app else { throw .notFound("deployment \(target)") }
        let made = try await change(app, "rolling back") { db, app -> Deployment in
            if let existing = try db.deployment(id) { return existing }
            guard !app.isDeleting else { throw Fault.wrongState("\(app.name) is being deleted.") }
            guard let target = try db.deployment(target) else { throw Fault.notFound("deployment \(target)") }
            guard target.wentLiveAt != nil else {
                throw Fault.wrongState("#\(target.number) never went live, so there is nothing to go back to.", reason: "never_live")
            }
            guard target.imageRemovedAt == nil else { throw Fault.imageRemoved(target, of: app) }
            guard target.status != .live else { throw Fault.wrongState("#\(target.number) is live already.", reason: "already_live") }
            for moving in try db.unfinished(of: app.id) { try db.cancel(moving.id, reason: "rolled_back_over") }
            let new = NewDeployment(
                id: id, desired: target.desired, trigger: .rollback, commit: target.commit, branch: target.branch, config: target.config,
                requestedBy: account)
            let made = try db.insert(new, app, of: target)
            try db.addErrand("auto_deploy_off", app.id.description)
            try db.say("Rolling back to #\(target.number); pushes stay off until auto-deploy is switched on again.", app: app, deployment: id)
            return made
        }
        guard let made else { throw .notFound("deployment \(target)") }
        return made
    }

    func cancel(_ id: DeploymentID, project: ProjectID) async throws(Fault) -> Deployment {
        guard let found = try await deployment(id, project: project) else { throw .notFound("deployment \(id)") }
        let cancelled = try await change(found.app, "cancelling deployment") { db, app -> Deployment in
            if let cancelled = try db.cancel(id, reason: "requested") {
                try db.say("#\(cancelled.number) was cancelled.", app: app, deployment: id)
                return cancelled
            }
            guard let now = try db.deployment(id) else { throw Fault.notFound("deployment \(id)") }
            if now.status == .cancelled { return now }
            throw Fault.wrongState("#\(now.number) is \(now.status.rawValue); only a deployment on its way can be cancelled.")
        }
        guard let cancelled else { throw .notFound("deployment \(id)") }
        return cancelled
    }
}

private extension Fault {
    /// Names what brings the same back, which takes a build.
    static func imageRemoved(_ target: Deployment, of app: AppRecord) -> Fault {
        let again = target.commit.map { " Deploy its commit again, which builds it anew: slipway deploy \(app.name) --commit \($0.prefix(7))" } ?? ""
        return .wrongState(
            "The image of #\(target.number) was removed to free disk space; only the latest ones are kept to go back to.\(again)",
            reason: "image_removed")
    }
}

private extension PostgresConnection {
    func adopted(_ new: NewDeployment) throws -> AppRecord {
        guard let desired = new.desired.app else { throw Fault.internal("the app service answered without an app") }
        try adoptApp(desired)
        let id = try AppID(validating: desired.id, field: "app_id")
        guard let app = try lockApp(id) else { throw Fault.notFound("app \(id)") }
        guard !app.isDeleting else { throw Fault.wrongState("\(app.name) is being deleted.") }
        return app
    }

    /// The newest deployment is this commit's as well when it carries it already, or was asked for, waits, and will take whatever
    /// its branch has then. So who pushes and deploys by hand gets one deployment, and what failed or was cancelled for this
    /// commit is not tried again by itself.
    func join(_ new: NewDeployment, _ app: AppID) throws -> DeploymentID? {
        try first(
            """
            UPDATE deployments SET source_version = coalesce(source_version, \(new.sourceVersion))
            WHERE id = (SELECT id FROM deployments WHERE app_id = \(app) ORDER BY number DESC LIMIT 1)
                AND trigger <> 'rollback' AND branch = \(new.branch)
                AND (commit = \(new.commit) OR commit IS NULL AND status = 'pending' AND trigger = 'manual' AND source_version IS NULL)
            RETURNING id
            """
        ) { row in try row.get("id") }
    }

    func hasRequestedDeployment(_ app: AppID) throws -> Bool {
        try exists("SELECT 1 FROM deployments WHERE app_id = \(app) AND trigger NOT IN ('push', 'poll')")
    }

    /// - Parameter target: the deployment whose release is used again.
    func insert(_ new: NewDeployment, _ app: AppRecord, of target: Deployment? = nil) throws -> Deployment {
        var new = new
        let replaced = try query(
            "SELECT \(Deployment.columns) FROM deployments WHERE app_id = \(app.id) AND status = 'pending'", Deployment.init)
        var method = new.desired.app?.build?.method ?? ""
        var skipped = Step.skipped(trigger: new.trigger, method: method)
        for older in replaced {
            // New variables must not swallow the commit that waits: they take it along.
            if new.trigger == .config, older.trigger != .rollback, try !isSkipped(.build, of: older.id) {
                (new.commit, new.branch, skipped, method) = (older.commit, older.branch, [:], "")
                new.sourceVersion = nil
            }
            try move(older.id, to: .superseded)
            try endSteps(of: older.id, running: .skipped, detail: "A newer deployment took its place.")
        }
        if new.isForced || (new.commit != nil && new.commit != app.heldCommit && new.trigger.isRequested && target == nil) {
            try setHeldCommit(nil, of: app.id)
        }
        let number = try one(
            "UPDATE apps SET next_number = next_number + 1 WHERE id = \(app.id) RETURNING next_number - 1 AS number"
        ) { row in try row.get("number", as: Int.self) }
        let made = try one(
            """
            INSERT INTO deployments (id, app_id, project_id, number, status, trigger, commit, commit_message, branch, source_version,
                image, config, build_id, release, rollback_of, url, requested_by, desired, request_id, traceparent)
            VALUES (\(new.id), \(app.id), \(app.project), \(number), 'pending', \(new.trigger), \(new.commit),
                \(target?.commitMessage ?? ""), \(new.branch), \(new.sourceVersion), \(target?.image ?? ""), \(new.config),
                \(target?.build), \(target?.release ?? 0), \(target?.number ?? 0), \(app.url), \(new.requestedBy),
                \(try new.desired.encoded()), \(TraceContext.current?.requestID ?? ""), \(TraceContext.current?.trace.text ?? ""))
            RETURNING \(Deployment.columns)
            """, Deployment.init)
        try openLedger(of: made.id, skipping: skipped)
        try tell(made)
        try tellStatus(of: app.id)
        return made
    }

    func isSkipped(_ step: Step, of deployment: DeploymentID) throws -> Bool {
        try ledger(of: deployment).first { $0.step == step }?.state == .skipped
    }
}
