import Core
import Postgres

/// How far a container's output is stored: the time of the last record, and how many of exactly that time.
struct TailCursor: Sendable, Equatable {
    var microseconds: Int64 = 0
    var count = 0

    /// One more record was stored. One of an earlier time (the clock was set back) leaves the cursor where it is: the engine
    /// is asked by time, and would not repeat it.
    mutating func advance(to time: Int64) {
        guard time >= microseconds || count == 0 else { return }
        count = time == microseconds ? count + 1 : 1
        microseconds = time
    }
}

/// How far a container's output is read, and what of it waits for the end of its line.
struct TailMark: Sendable, Equatable {
    var cursor = TailCursor()
    var open = OpenLines()
    var flood = FloodCount()
}

/// A container of a Pod.
struct PodReference: Sendable, Equatable {
    let namespace: String
    let name: String
    let container: String
}

struct Tail: Sendable, Equatable {
    /// The engine's id of it; where it is a Pod's, the Pod's uid.
    let container: String
    let app: AppID
    let instance: String
    let deployment: DeploymentID?
    var pod: PodReference?
    var mark = TailMark()
}

private extension PodReference {
    /// Nil for a container of an engine.
    init?(_ row: Row) throws {
        self.init(namespace: try row.get("pod_namespace"), name: try row.get("pod_name"), container: try row.get("pod_container"))
        if name.isEmpty { return nil }
    }
}

/// An app whose open tails this replica reads until it loses the lease.
struct TailedApp: Sendable {
    let app: AppID
    let fence: Int64
}

extension LogStore {
    /// A container began: its output is to be read. Idempotent.
    static func open(
        _ container: String, app: AppID, project: ProjectID, instance: String, deployment: DeploymentID?, pod: PodReference? = nil,
        _ db: isolated PostgresConnection
    ) throws {
        guard try admit(app: app, project: project, db) else { return }
        try db.execute(
            """
            INSERT INTO tails (container_id, app_id, instance, deployment_id, pod_namespace, pod_name, pod_container, state)
            VALUES (\(container), \(app), \(instance), \(deployment), \(pod?.namespace ?? ""), \(pod?.name ?? ""), \(pod?.container ?? ""), 'open')
            ON CONFLICT (container_id) DO NOTHING
            """)
    }

    /// The container was stopped for good: once it is read to its end, nobody waits for more.
    static func end(_ container: String, _ db: isolated PostgresConnection) throws {
        try db.execute("UPDATE tails SET ended = true WHERE container_id = \(container)")
    }

    /// Takes an app with open tails that nobody reads, unless this replica has its share of them already.
    func claim(owner: String) async throws(Fault) -> TailedApp? {
        try await pool.first(
            "claiming an app's tails",
            """
            WITH share AS (\(LogStore.share(of: owner)))
            UPDATE apps SET lease_owner = \(owner), lease_fence = lease_fence + 1, lease_until = now() + interval '15 seconds'
            WHERE app_id = (
                SELECT app_id FROM apps
                WHERE deleted_at IS NULL AND (SELECT held < fair AND held <= fewest FROM share) AND (lease_until IS NULL OR lease_until < now())
                  AND EXISTS (SELECT 1 FROM tails WHERE tails.app_id = apps.app_id AND tails.state = 'open')
                ORDER BY lease_until NULLS FIRST LIMIT 1 FOR UPDATE SKIP LOCKED)
            RETURNING app_id, lease_fence
            """
        ) { TailedApp(app: try $0.get("app_id"), fence: try $0.get("lease_fence")) }
    }

    /// False when the lease is another's by now.
    func renew(_ app: TailedApp) async throws(Fault) -> Bool {
        try await pool.execute(
            "renewing a lease",
            """
            UPDATE apps SET lease_until = now() + interval '15 seconds'
            WHERE app_id = \(app.app) AND lease_fence = \(app.fence) AND deleted_at IS NULL
            """) == 1
    }

    func release(_ app: TailedApp) async throws(Fault) {
        _ = try await pool.execute(
            "releasing a lease", "UPDATE apps SET lease_until = NULL, lease_owner = NULL WHERE app_id = \(app.app) AND lease_fence = \(app.fence)")
    }

    /// The containers that this replica is to read, and whether each will not be started again.
    func heldTails(of replica: String) async throws(Fault) -> [(app: AppID, container: String, hasEnded: Bool)] {
        try await pool.query(
            "listing an own share of tails",
            """
            SELECT tails.app_id, container_id, ended FROM apps JOIN tails ON tails.app_id = apps.app_id AND tails.state = 'open'
            WHERE lease_owner = \(replica) AND lease_until > now()
            """
        ) { (app: try $0.get("app_id"), container: try $0.get("container_id"), hasEnded: try $0.get("ended")) }
    }

    func openTails(of app: AppID) async throws(Fault) -> [Tail] {
        try await pool.query(
            "listing tails",
            """
            SELECT container_id, app_id, instance, deployment_id, pod_namespace, pod_name, pod_container, cursor_time, cursor_count, open_stdout, open_stderr,
                flood_window, flood_written, flood_dropped
            FROM tails WHERE app_id = \(app) AND state = 'open' ORDER BY created_at
            """
        ) { row in
            Tail(
                container: try row.get("container_id"), app: try row.get("app_id"), instance: try row.get("instance"),
                deployment: try row.getOptional("deployment_id"),
                pod: try PodReference(row),
                mark: TailMark(
                    cursor: TailCursor(microseconds: try row.get("cursor_time"), count: try row.get("cursor_count")),
                    open: OpenLines(stdout: try row.get("open_stdout"), stderr: try row.get("open_stderr")),
                    flood: FloodCount(
                        window: try row.get("flood_window"), written: try row.get("flood_written"), dropped: try row.get("flood_dropped"))))
        }
    }

    /// Everything that the container wrote is stored, or is lost for good. False when the app is another's to read by now.
    func drained(_ container: String, fence: Int64) async throws(Fault) -> Bool {
        try await pool.execute(
            "ending a tail",
            """
            UPDATE tails SET state = 'drained', drained_at = now()
            WHERE container_id = \(container) AND state = 'open'
              AND EXISTS (SELECT 1 FROM apps WHERE apps.app_id = tails.app_id AND apps.lease_fence = \(fence))
            """) == 1
    }

    func isDrained(app: AppID, container: String) async throws(Fault) -> Bool {
        try await pool.first(
            "asking about a tail",
            """
            SELECT EXISTS (SELECT 1 FROM tails WHERE container_id = \(container) AND app_id = \(app) AND state = 'drained')
                OR EXISTS (SELECT 1 FROM apps WHERE app_id = \(app) AND deleted_at IS NOT NULL) AS drained
            """
        ) { try $0.get("drained", as: Bool.self) } ?? false
    }

    /// Whether the container will not be started again.
    func hasEnded(_ container: String) async throws(Fault) -> Bool {
        try await pool.first("asking about a tail", "SELECT ended FROM tails WHERE container_id = \(container)") { try $0.get("ended", as: Bool.self) }
            ?? true
    }
}
