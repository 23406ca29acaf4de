import ChangeFeed
import Core
import Messaging
import Postgres
import Telemetry

/// What every service looks at: its database and what was applied to it, the bus, its feeds, its clock.
struct StandardChecks: Sendable {
    let name: String
    let pool: PostgresPool
    let nats: NATSConnection
    let migrations: [String]

    var all: [(name: String, check: Checks.Check)] {
        [("database", database), ("migrations", applied), ("nats", bus), ("feed", feed), ("clock", clock)]
    }

    /// The processes of this service that the database knows, by the name they give themselves.
    func replicas() async throws(Fault) -> [String] {
        try await pool.query(
            "listing replicas",
            """
            SELECT DISTINCT substr(application_name, 9) AS replica FROM pg_stat_activity
            WHERE datname = current_database() AND usename = current_user AND application_name LIKE 'slipway-%' ORDER BY 1
            """
        ) { try $0.get("replica", as: String.self) }
    }

    @Sendable private func database() async throws -> Finding {
        let place = "\(pool.configuration.host):\(pool.configuration.port)/\(pool.configuration.database)"
        let start = ContinuousClock.now
        let found: (version: String, most: Int, used: Int, size: Int)
        do {
            found = try await pool.one(
                "looking at the database",
                """
                SELECT current_setting('server_version') AS version, current_setting('max_connections')::bigint AS most,
                    (SELECT count(*) FROM pg_stat_activity WHERE datid IS NOT NULL) AS used, pg_database_size(current_database()) AS size
                """
            ) { row in
                (
                    version: try row.get("version"), most: try row.get("most"), used: try row.get("used"), size: try row.get("size")
                )
            }
        } catch {
            return .fail("Postgres at \(place) does not answer: \(error.message)", do: "make run brings it back; its log: log/postgres.log")
        }
        let took = (ContinuousClock.now - start).milliseconds
        let sentence =
            "PostgreSQL \(found.version.prefix { $0 != " " }) answers in \(took) ms; \(found.used) of \(found.most) connections, \(found.size / 1_048_576) MiB."
        if found.used * 10 > found.most * 8 { return .warn(sentence, do: "raise max_connections, or lower SLIPWAY_DATABASE_POOL_SIZE or the replicas") }
        return took > 1_000 ? .warn(sentence, do: "look at what else loads the machine; slipway_postgres_pool_waiters says who waits") : .ok(sentence)
    }

    @Sendable private func applied() async throws -> Finding {
        let applied = try await pool.query("listing migrations", "SELECT name FROM schema_migrations") { try $0.get("name", as: String.self) }
        let missing = migrations.filter { !applied.contains($0) }
        let unknown = applied.count + missing.count - migrations.count
        if let first = missing.first {
            return .fail("\(missing.count) migrations are not applied, \(first) first.", do: "restart this service: it migrates when it starts")
        }
        if unknown > 0 {
            return .warn("\(unknown) applied migrations are unknown to this version: a newer one was here.", do: "run the newer version everywhere")
        }
        return .ok("All \(migrations.count) are applied.")
    }

    @Sendable private func bus() async throws -> Finding {
        guard let took = await nats.roundTrip() else {
            return .fail("NATS does not answer.", do: "make run brings it back; its log: log/nats.log")
        }
        let sentence = "NATS answers in \(took.milliseconds) ms."
        return took > .milliseconds(500) ? .warn(sentence, do: "look at what else loads the machine") : .ok(sentence)
    }

    @Sendable private func feed() async throws -> Finding {
        let (unpublished, oldest) = try await pool.one(
            "looking at unpublished changes",
            """
            SELECT count(*) AS n, coalesce(extract(epoch FROM now() - min(at)), 0)::float8 AS oldest FROM (
                SELECT at FROM changes LEFT JOIN cursors c ON c.producer = \("hints:\(name)")
                WHERE (changes.xid, changes.id) > (coalesce(c.xid, '0'), coalesce(c.id, 0)) LIMIT 10000) waiting
            """
        ) { (try $0.get("n", as: Int.self), try $0.get("oldest", as: Double.self)) }
        let parked = try await pool.query(
            "looking at parked changes",
            "SELECT producer, count(*) AS n FROM parked_changes WHERE parked_at IS NOT NULL GROUP BY producer ORDER BY producer"
        ) { "\(try $0.get("n", as: Int.self)) of \(try $0.get("producer", as: String.self))" }
        guard parked.isEmpty else {
            return .warn(
                "Changes that failed six times were put aside: \(parked.joined(separator: ", ")).",
                do: "read the table parked_changes of database \(pool.configuration.database): its column error says why")
        }
        let late = ChangeConsumer.readLast().filter { Timestamp.now() - $0.value > .seconds(60) }.keys.sorted()
        guard late.isEmpty else {
            return .warn("The feed of \(late.joined(separator: ", ")) was last read to its end over a minute ago.", do: "see how that service is")
        }
        if oldest > 30 { return .warn("\(unpublished) changes wait to be told, the oldest for \(Int(oldest)) s.", do: "see whether NATS is there") }
        return .ok(unpublished == 0 ? "All is told and read, nothing is parked." : "\(unpublished) changes are on their way.")
    }

    /// Against the database's, which all replicas share. The way there and back is no offset.
    @Sendable private func clock() async throws -> Finding {
        let before = Timestamp.now()
        let theirs = try await pool.one("asking for the time", "SELECT clock_timestamp() AS now") { try $0.get("now", as: Timestamp.self) }
        let after = Timestamp.now()
        let offset = theirs < before ? before - theirs : theirs > after ? theirs - after : .zero
        let sentence = "\(offset.milliseconds) ms from the database's."
        return offset > .seconds(1) ? .warn(sentence, do: "let chrony or systemd-timesyncd keep the clocks of both machines") : .ok(sentence)
    }
}
