import Core
import Postgres

/// The attempts to log in of the last minute, by address: shared by all replicas, so that guessing is slow everywhere.
struct AttemptStore: Sendable {
    let pool: PostgresPool

    /// Counts one, or refuses it. The lock makes parallel attempts on one address wait for one another's count.
    func begin(_ email: String) async throws(Fault) {
        try await pool.transaction("counting attempts to log in") { db in
            try db.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(email), 1))")
            let (now, recent) = try db.one(
                """
                SELECT clock_timestamp() AS now,
                    ARRAY(SELECT (extract(epoch FROM at) * 1000000)::bigint FROM login_attempts
                          WHERE email = \(email) AND at > clock_timestamp() - \(Self.window)::interval) AS recent
                """
            ) { row in
                (try row.get("now", as: Timestamp.self), try row.get("recent", as: [Int64].self))
            }
            try LogInLimit.check(recent: recent.map(Timestamp.init(microseconds:)), now: now)
            try db.execute("INSERT INTO login_attempts (email, at) VALUES (\(email), clock_timestamp())")
        }
    }

    /// Whoever knew the password was not guessing.
    func clear(_ email: String) async throws(Fault) {
        try await pool.execute("clearing attempts to log in", "DELETE FROM login_attempts WHERE email = \(email)")
    }

    /// Removes those that count no more.
    func removeOld() async throws(Fault) -> Int {
        try await pool.execute(
            "removing old attempts to log in",
            "DELETE FROM login_attempts WHERE at < clock_timestamp() - \(Self.window)::interval")
    }

    private static let window = "\(LogInLimit.window.components.seconds) seconds"
}
