import Core
import Postgres

/// One event, as a client is told it.
struct ClientEvent: Sendable, Equatable {
    enum Kind: String, Sendable, PostgresValue { case deployment, build, app }

    var kind: Kind
    var project: ProjectID
    var app: AppID?
    var deployment: DeploymentID?
    var build: BuildID?
    var status: String
    var at: Timestamp

    static let schema = Schema(
        "Event", "Something changed.",
        [
            .choice("type", ["deployment", "build", "app"]), .id("project_id"), .id("app_id").nullable, .id("deployment_id"),
            .id("build_id"), .text("status", "What it is now.", .any, like: "live"), .time("time"),
        ], optional: ["deployment_id", "build_id"])

    static let resetSchema = Schema(
        "ResetEvent", "The stream can't go on from where it was: read everything anew.", [.choice("type", ["reset"]), .time("time")])

    var json: JSONValue {
        var json: JSONValue = [
            "type": .string(kind.rawValue), "project_id": .string(project.description), "app_id": .optional(app?.description),
            "status": .string(status), "time": .string(at.rfc3339),
        ]
        if let deployment { json["deployment_id"] = .string(deployment.description) }
        if let build { json["build_id"] = .string(build.description) }
        return json
    }
}

/// The feed of events in the gateway's database: what makes any replica able to go on where another stopped.
struct EventStore: Sendable {
    /// What a client is told next.
    struct News: Sendable {
        var events: [(id: Int64, event: ClientEvent)]
        /// Everything up to here has been told.
        var known: Int64
        /// Something before `known` is not kept any more.
        var isReset = false
    }

    let pool: PostgresPool

    /// Adds an event in the transaction that consumes the fact; the counters' locks keep numbers in commit order.
    /// - Returns: its number in the project.
    static func add(_ event: ClientEvent, _ db: isolated PostgresConnection) throws -> Int64 {
        let position = try advance("all", db)
        let seq = try advance(event.project.description, db)
        try db.execute("""
            INSERT INTO events (position, project_id, seq, type, app_id, deployment_id, build_id, status, at)
            VALUES (\(position), \(event.project), \(seq), \(event.kind), \(event.app), \(event.deployment), \(event.build),
                    \(event.status), \(event.at))
            """)
        return seq
    }

    private static func advance(_ scope: String, _ db: isolated PostgresConnection) throws -> Int64 {
        try db.one("""
            INSERT INTO event_counters (scope, last) VALUES (\(scope), 1)
            ON CONFLICT (scope) DO UPDATE SET last = event_counters.last + 1
            RETURNING last
            """) { try $0.get("last", as: Int64.self) }
    }

    /// Where the scope is now: what a client without an id begins after.
    func newest(_ scope: EventScope) async throws(Fault) -> Int64 {
        try await pool.first("reading the newest event", "SELECT last FROM event_counters WHERE scope = \(scope.counter)") {
            try $0.get("last", as: Int64.self)
        } ?? 0
    }

    /// At most 200 events after `known`. The counter is read first: what it counts is committed and visible to the second
    /// statement, and what comes later is left for the next time.
    func after(_ known: Int64, _ scope: EventScope) async throws(Fault) -> News {
        try await pool.transaction("reading events") { db in
            let counter = try db.first("SELECT last, gone FROM event_counters WHERE scope = \(scope.counter)") { row in
                (last: try row.get("last", as: Int64.self), gone: try row.get("gone", as: Int64.self))
            } ?? (last: 0, gone: 0)
            // An id from before a restore of the database is as useless as one that is too old.
            guard known >= counter.gone, known <= counter.last else {
                return News(events: [], known: counter.last, isReset: true)
            }
            guard known < counter.last else { return News(events: [], known: known) }
            let number: SQL = Self.number(scope)
            let events = try db.query("""
                SELECT \(number) AS number, project_id, type, app_id, deployment_id, build_id, status, at FROM events
                WHERE \(number) > \(known) AND \(number) <= \(counter.last) AND \(Self.condition(scope))
                ORDER BY \(number) LIMIT 200
                """, Self.event)
            return News(events: events, known: events.count < 200 ? counter.last : events.last?.id ?? counter.last)
        }
    }

    private static func number(_ scope: EventScope) -> SQL {
        switch scope {
        case .project: "seq"
        case .projects: "position"
        }
    }

    private static func condition(_ scope: EventScope) -> SQL {
        switch scope {
        case .project(let id, nil): "project_id = \(id)"
        case .project(let id, let app?): "project_id = \(id) AND app_id = \(app)"
        case .projects(let ids): "project_id = ANY(\(ids.map(\.description))::uuid[])"
        }
    }

    private static func event(_ row: Row) throws -> (id: Int64, event: ClientEvent) {
        let event = ClientEvent(
            kind: try row.get("type"), project: try row.get("project_id"), app: try row.getOptional("app_id"),
            deployment: try row.getOptional("deployment_id"), build: try row.getOptional("build_id"),
            status: try row.get("status"), at: try row.get("at"))
        return (try row.get("number", as: Int64.self), event)
    }

    /// Seven days are kept. What goes is remembered by number, so that a client learns that it missed something.
    func removeOld() async throws(Fault) {
        _ = try await pool.execute("removing old events", """
            WITH old AS (DELETE FROM events WHERE at < now() - interval '7 days' RETURNING project_id, seq, position),
                 most AS (SELECT project_id::text AS scope, max(seq) AS number FROM old GROUP BY project_id
                          UNION ALL SELECT 'all', max(position) FROM old)
            UPDATE event_counters SET gone = greatest(gone, most.number) FROM most
            WHERE event_counters.scope = most.scope AND most.number IS NOT NULL
            """)
    }

    /// Facts were missed for good: every client must look anew.
    func resetAll() async throws(Fault) {
        _ = try await pool.execute("resetting the event feed", "UPDATE event_counters SET last = last + 1, gone = last + 1")
    }
}
