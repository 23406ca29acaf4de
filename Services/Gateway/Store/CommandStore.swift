import Core
import Postgres

/// The keys of the last 24 hours and what was answered under them.
struct CommandStore: Sendable {
    /// What a key stands for at this moment.
    enum Found: Sendable, Equatable {
        /// Now held by this request.
        case held(began: Timestamp)
        /// Another request with this key is being answered.
        case busy
        /// It was used for something else.
        case other
        /// The sealed answer.
        case done(status: Int, sealed: [UInt8])
    }

    let pool: PostgresPool

    /// Takes the key if it is free, or if whoever held it is gone.
    func take(_ key: CommandKey, for lease: Duration) async throws(Fault) -> Found {
        try await pool.transaction("taking an idempotency key") { db in
            try db.execute("""
                DELETE FROM idempotency_keys
                WHERE account_id = \(key.account) AND key = \(key.key) AND created_at < now() - interval '24 hours'
                """)
            let fresh = try db.first("""
                INSERT INTO idempotency_keys (account_id, key, route, request_hash, held_until)
                VALUES (\(key.account), \(key.key), \(key.route), \(key.requestHash), now() + \(lease.milliseconds) * interval '1 ms')
                ON CONFLICT (account_id, key) DO NOTHING
                RETURNING created_at
                """) { try $0.get("created_at", as: Timestamp.self) }
            if let fresh { return .held(began: fresh) }
            return try Self.found(key, lease, db)
        }
    }

    private static func found(_ key: CommandKey, _ lease: Duration, _ db: isolated PostgresConnection) throws -> Found {
        let taken = try db.first("""
            UPDATE idempotency_keys SET held_until = now() + \(lease.milliseconds) * interval '1 ms'
            WHERE account_id = \(key.account) AND key = \(key.key) AND route = \(key.route)
              AND request_hash = \(key.requestHash) AND status IS NULL AND held_until < now()
            RETURNING created_at
            """) { try $0.get("created_at", as: Timestamp.self) }
        if let taken { return .held(began: taken) }
        let row = try db.first("""
            SELECT route = \(key.route) AND request_hash = \(key.requestHash) AS is_same, status, answer
            FROM idempotency_keys WHERE account_id = \(key.account) AND key = \(key.key)
            """) { row in
            (try row.get("is_same", as: Bool.self), try row.getOptional("status", as: Int.self),
             try row.getOptional("answer", as: [UInt8].self))
        }
        guard let (isSame, status, answer) = row, isSame else { return row == nil ? .busy : .other }
        guard let status else { return .busy }
        return .done(status: status, sealed: answer ?? [])
    }

    /// Writes the outcome down, for whoever repeats the request.
    func finish(_ key: CommandKey, status: Int, sealed: [UInt8]) async throws(Fault) {
        _ = try await pool.execute("finishing an idempotency key", """
            UPDATE idempotency_keys SET status = \(status), answer = \(sealed)
            WHERE account_id = \(key.account) AND key = \(key.key) AND status IS NULL
            """)
    }

    /// Lets the next attempt run; what it derives from the key stays the same.
    func release(_ key: CommandKey) async throws(Fault) {
        _ = try await pool.execute("releasing an idempotency key", """
            UPDATE idempotency_keys SET held_until = '-infinity'
            WHERE account_id = \(key.account) AND key = \(key.key) AND status IS NULL
            """)
    }

    func removeOld() async throws(Fault) {
        _ = try await pool.execute("removing old idempotency keys", """
            DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'
            """)
    }
}
