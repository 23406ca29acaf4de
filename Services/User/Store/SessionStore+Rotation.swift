import ChangeFeed
import Core
import Messages
import Postgres

/// What became of a refresh token that was shown.
enum Rotation: Sendable, Equatable {
    case rotated(Account, Session)
    /// It had been used before; its session is gone now.
    case reused
    case unknown
}

extension SessionStore {
    /// Takes the old refresh token and gives the next one its place; decided in one transaction, so that of two who show
    /// the same token one is the second.
    func rotate(_ old: SecretHash, to next: SecretHash) async throws(Fault) -> Rotation {
        let expires = Timestamp.now().adding(lifetime)
        let rotation = try await pool.transaction("rotating refresh token") { db in
            let rotated = try db.first(
                """
                UPDATE sessions AS s SET secret_hash = \(next.bytes), last_used_at = now(), expires_at = \(expires)
                FROM accounts a
                WHERE s.secret_hash = \(old.bytes) AND s.kind = 'token' AND s.expires_at > now() AND a.id = s.account_id
                RETURNING \(Session.columns), \(Account.columns)
                """, Self.holder)
            if let (account, session) = rotated {
                try db.execute("INSERT INTO spent_refresh_hashes (hash, session_id) VALUES (\(old.bytes), \(session.id))")
                return Rotation.rotated(account, session)
            }
            return try Self.reuse(of: old, next, db)
        }
        if rotation == .reused { committed() }
        return rotation
    }

    /// The same command again (its answer was lost on the way) is answered again; any other use of a spent token is theft.
    private static func reuse(
        of old: SecretHash, _ next: SecretHash, _ db: isolated PostgresConnection
    ) throws -> Rotation {
        let repeated = try db.first(
            """
            SELECT \(Session.columns), \(Account.columns)
            FROM spent_refresh_hashes h JOIN sessions s ON s.id = h.session_id JOIN accounts a ON a.id = s.account_id
            WHERE h.hash = \(old.bytes) AND s.secret_hash = \(next.bytes) AND s.expires_at > now()
            """, holder)
        if let (account, session) = repeated { return .rotated(account, session) }
        let revoked = try db.first(
            """
            DELETE FROM sessions s USING spent_refresh_hashes h
            WHERE h.hash = \(old.bytes) AND s.id = h.session_id RETURNING s.id
            """
        ) { row in try row.get("id", as: SessionID.self) }
        guard let revoked else { return .unknown }
        try db.record(Self.revoked(revoked))
        return .reused
    }

    private static func holder(_ row: Row) throws -> (Account, Session) { (try Account(row), try Session(row)) }
}
