import Core
import Postgres
import Reconciliation

/// What a pass over one app works from.
struct RuntimeState: Sendable {
    var app: AppRecord
    var instances: [Instance]
    /// Release numbers of the deployments whose instances may be wanted.
    var releases: [DeploymentID: Int]
}

extension DeployStore {
    /// Takes an app whose turn it is.
    func claimApp() async throws(Fault) -> Leased<AppID>? {
        try await pool.first(
            "claiming app",
            """
            UPDATE apps SET lease_owner = \(replica), lease_fence = lease_fence + 1, lease_until = now() + interval '15 s',
                next_pass_at = 'infinity'
            WHERE id = (
                SELECT id FROM apps
                WHERE CASE WHEN lease_until IS NULL THEN next_pass_at <= now() ELSE lease_until < now() END
                ORDER BY next_pass_at LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING id, lease_fence
            """
        ) { row in Leased(key: try row.get("id"), fence: try row.get("lease_fence")) }
    }

    func renew(_ lease: Leased<AppID>) async throws(Fault) -> Bool {
        try await pool.execute(
            "renewing app lease",
            "UPDATE apps SET lease_until = now() + interval '15 s' WHERE id = \(lease.key) AND lease_fence = \(lease.fence)") == 1
    }

    /// Gives the app back until `pause` is over, or sooner if somebody wants a pass meanwhile.
    func release(_ lease: Leased<AppID>, after pause: Duration) async throws(Fault) {
        try await pool.execute(
            "releasing app",
            """
            UPDATE apps SET lease_until = NULL, lease_owner = NULL, next_pass_at = least(next_pass_at, now() + \(pause.microseconds) * interval '1 microsecond')
            WHERE id = \(lease.key) AND lease_fence = \(lease.fence)
            """)
    }

    /// Asks for a pass over each of these apps.
    func wake(_ apps: [AppID]) async throws(Fault) {
        guard !apps.isEmpty else { return }
        try await pool.execute("waking apps", "UPDATE apps SET next_pass_at = now() WHERE id = ANY (\(apps))")
        committed(.runtime)
    }

    func runtimeState(_ lease: Leased<AppID>) async throws(Fault) -> RuntimeState? {
        try await pool.transaction("reading app") { db -> RuntimeState? in
            guard let app = try db.app(lease.key) else { return nil }
            let wanted = [app.current, app.candidate, app.routed].compactMap(\.self)
            let releases = try db.query(
                "SELECT id, release FROM deployments WHERE app_id = \(app.id) AND id = ANY (\(wanted))"
            ) { row in (try row.get("id", as: DeploymentID.self), try row.get("release", as: Int.self)) }
            return RuntimeState(
                app: app, instances: try db.instances(of: app.id), releases: Dictionary(releases) { first, _ in first })
        }
    }

    /// When the first container of a deployment was started; nil before.
    func firstStart(of deployment: DeploymentID) async throws(Fault) -> Timestamp? {
        try await pool.first(
            "reading a deployment's start", "SELECT min(started_at) AS first FROM instances WHERE deployment_id = \(deployment)"
        ) { row in try row.getOptional("first") } ?? nil
    }

    /// A transaction of the runtime: under the app's lock, with the fence checked.
    func settle<T: Sendable>(
        _ lease: Leased<AppID>, _ doing: String, _ body: @Sendable (isolated PostgresConnection, AppRecord) throws -> T
    ) async throws -> T {
        let done = try await change(lease.key, doing, waking: .sagas) { db, app -> T in
            guard try db.exists("SELECT 1 FROM apps WHERE id = \(app.id) AND lease_fence = \(lease.fence)") else { throw Self.lost }
            return try body(db, app)
        }
        guard let done else { throw LeaseLost() }
        return done
    }

    private static var lost: Fault { Fault(.aborted, "Another replica looks after this app now.", reason: "lease_lost") }
}

/// Changes of one instance, each with what it tells others.
extension PostgresConnection {
    /// The saga of a deployment that looks at its instances shall look again.
    func wakeSaga(of app: AppID) throws {
        try execute("UPDATE deployments SET next_check_at = now() WHERE app_id = \(app) AND status = 'deploying'")
    }

    private func changed(_ id: InstanceID, _ verb: String, _ assignments: SQL, from states: [InstanceState]) throws {
        let changed = try first(
            """
            UPDATE instances SET \(assignments)
            WHERE id = \(id) AND removed_at IS NULL AND state = ANY (\(states.map(\.rawValue))) RETURNING \(Instance.columns)
            """, Instance.init)
        guard let changed else { return }
        try tell(changed, verb)
        try wakeSaga(of: changed.app)
    }

    /// Its container exists and was started for the first time.
    func instanceStarted(_ id: InstanceID, container: String) throws {
        try changed(
            id, "created", "container_id = \(container), started_at = coalesce(started_at, now()), retry_at = NULL", from: [.starting])
    }

    func instanceRestarted(_ id: InstanceID) throws {
        try changed(id, "restarted", "restarts = restarts + 1, retry_at = NULL", from: [.starting])
    }

    func instanceServes(_ id: InstanceID) throws {
        try changed(
            id, "serving",
            "state = 'serving', ready_at = now(), retry_at = NULL, failure_reason = NULL, failure_message = '', failure_details = ''",
            from: [.starting])
    }

    func instanceExited(_ id: InstanceID, exits: Int, retryAt: Timestamp) throws {
        try changed(id, "exited", "state = 'starting', exits = \(exits), retry_at = \(retryAt)", from: [.starting, .serving])
    }

    /// Given up, when `isFinal`; else only told, while it is tried again.
    func instanceFailed(_ id: InstanceID, _ failure: DeploymentFailure, isFinal: Bool, retryAt: Timestamp? = nil) throws {
        let state: InstanceState = isFinal ? .failed : .starting
        try changed(
            id, "failed",
            """
            state = \(state), failure_reason = \(failure.reason.rawValue), failure_message = \(failure.message), \
            failure_details = \(failure.details), retry_at = \(retryAt)
            """, from: [.starting, .serving])
    }

    func instanceStops(_ id: InstanceID) throws {
        try changed(id, "stopping", "state = 'stopping', stopping_at = now()", from: [.starting, .serving, .failed])
    }

    func instanceStopped(_ id: InstanceID) throws {
        try changed(id, "stopped", "state = 'stopped', stopped_at = now()", from: [.starting, .serving, .failed, .stopping])
    }

    /// Nothing of it is left.
    func instanceRemoved(_ id: InstanceID) throws {
        let removed = try first(
            """
            UPDATE instances SET removed_at = now(), state = 'stopped', stopped_at = coalesce(stopped_at, now()), routed = false
            WHERE id = \(id) AND removed_at IS NULL RETURNING \(Instance.columns)
            """, Instance.init)
        guard let removed else { return }
        try tell(removed, "removed")
        try wakeSaga(of: removed.app)
    }

    /// Another route: its generation rises, and every instance knows whether it is in it. The route as it is now.
    func setRoute(_ ports: [Int], of app: AppID) throws -> DesiredRoute? {
        try execute(
            """
            UPDATE apps SET route_ports = \(ports), route_generation = route_generation + 1
            WHERE id = \(app) AND route_ports <> \(ports)
            """)
        try execute(
            "UPDATE instances SET routed = (port = ANY (\(ports)) AND state <> 'stopped') WHERE app_id = \(app) AND removed_at IS NULL")
        return try self.app(app)?.route
    }

    func routeSeen(_ generation: Int64, of app: AppID) throws {
        let seen = try execute(
            """
            UPDATE apps SET route_seen_generation = \(generation), route_seen_at = now()
            WHERE id = \(app) AND route_generation = \(generation) AND route_seen_generation <> \(generation)
            """)
        if seen > 0 { try wakeSaga(of: app) }
    }

    /// The router's file is of a newer generation than the database, which is an older copy of itself: overtake it.
    func overtakeRoute(_ generation: Int64, of app: AppID) throws {
        try execute(
            "UPDATE apps SET route_generation = \(generation) + 1 WHERE id = \(app) AND route_generation <= \(generation)")
    }
}
