import ChangeFeed
import Core
import Messages
import Postgres

/// The rows of sessions. A session that ends is deleted: what is not here does not exist.
struct SessionStore: Sendable {
    let pool: PostgresPool
    let lifetime: Duration
    /// Called after a transaction that recorded a fact.
    let committed: @Sendable () -> Void

    /// The new session, or the one that the same command made before: the secret tells.
    func create(
        _ id: SessionID, account: AccountID, kind: SessionKind, hash: SecretHash, userAgent: String, address: String
    ) async throws(Fault) -> Session {
        let expires = Timestamp.now().adding(lifetime)
        let session = try await pool.first(
            "creating session",
            """
            INSERT INTO sessions AS s (id, account_id, kind, secret_hash, user_agent, address, expires_at)
            VALUES (\(id), \(account), \(kind), \(hash.bytes), \(userAgent), \(address), \(expires))
            ON CONFLICT (secret_hash) DO UPDATE SET last_used_at = now() WHERE s.account_id = \(account)
            RETURNING \(Session.columns)
            """, Session.init)
        guard let session else { throw .conflict("This secret is in use.") }
        return session
    }

    func list(_ account: AccountID) async throws(Fault) -> [Session] {
        try await pool.query(
            "listing sessions",
            """
            SELECT \(Session.columns) FROM sessions s
            WHERE s.account_id = \(account) AND s.expires_at > now() ORDER BY s.created_at DESC, s.id DESC LIMIT 200
            """, Session.init)
    }

    /// Who is logged in with this session.
    func holder(of id: SessionID) async throws(Fault) -> (Account, Session)? {
        try await holder(where: "s.id = \(id)")
    }

    /// Who is logged in with this cookie.
    func holder(ofCookie hash: SecretHash) async throws(Fault) -> (Account, Session)? {
        try await holder(where: "s.secret_hash = \(hash.bytes) AND s.kind = 'cookie'")
    }

    /// Ends one session; false when the account has no such session.
    func revoke(_ id: SessionID, of account: AccountID) async throws(Fault) -> Bool {
        let isRevoked = try await pool.transaction("revoking session") { db in
            let count = try db.execute("DELETE FROM sessions WHERE id = \(id) AND account_id = \(account)")
            guard count > 0 else { return false }
            try db.record(Self.revoked(id))
            return true
        }
        if isRevoked { committed() }
        return isRevoked
    }

    /// Ends those whose time is up, a bounded number at a time. Nobody is told: their end was known from the beginning.
    func removeExpired(atMost limit: Int = 1000) async throws(Fault) -> Int {
        try await pool.execute(
            "removing expired sessions",
            """
            DELETE FROM sessions WHERE id IN
                (SELECT id FROM sessions WHERE expires_at <= now() ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
    }

    static func revoked(_ id: SessionID) -> Fact {
        Fact(entity: "session", verb: "revoked", project: nil, id: id.description, payload: Proto.Empty())
    }

    /// Reads, and writes only what is a minute stale: a session in use costs one statement a question.
    private func holder(where condition: SQL) async throws(Fault) -> (Account, Session)? {
        let found = try await pool.first(
            "reading session",
            """
            SELECT \(Session.columns), \(Account.columns), s.last_used_at < now() - interval '1 minute' AS is_stale
            FROM sessions s JOIN accounts a ON a.id = s.account_id WHERE \(condition) AND s.expires_at > now()
            """
        ) { row in (try Account(row), try Session(row), try row.get("is_stale", as: Bool.self)) }
        guard let (account, session, isStale) = found else { return nil }
        if isStale { try await touch(session) }
        return (account, session)
    }

    /// A cookie has no refresh, so using it is what keeps its session alive.
    private func touch(_ session: Session) async throws(Fault) {
        let expires = session.kind == .cookie ? Timestamp.now().adding(lifetime) : session.expiresAt
        try await pool.execute(
            "touching session",
            """
            UPDATE sessions SET last_used_at = now(), expires_at = \(expires)
            WHERE id = \(session.id) AND last_used_at < now() - interval '1 minute'
            """)
    }
}
