import ChangeFeed
import Core
import Identity
import Messages
import Postgres

/// The rows of API tokens.
struct TokenStore: Sendable {
    let pool: PostgresPool
    let perAccount: Int
    /// Called after a transaction that recorded a fact.
    let committed: @Sendable () -> Void

    /// The new token, or the one that the same command made before: the secret tells.
    func create(
        _ id: TokenID, account: AccountID, name: String, scopes: [Scope], expires: Timestamp?, hash: SecretHash
    ) async throws(Fault) -> Token {
        try await pool.transaction("creating token") { db in
            // Two commands of one account wait for one another here; else both could take the last place.
            try db.execute("SELECT pg_advisory_xact_lock(hashtextextended(\(account.description), 2))")
            let known = try db.first(
                "SELECT \(Token.columns) FROM tokens t WHERE t.token_hash = \(hash.bytes) AND t.account_id = \(account)",
                Token.init)
            if let known { return known }
            let count = try db.one("SELECT count(*) AS count FROM tokens WHERE account_id = \(account)") { row in
                try row.get("count", as: Int.self)
            }
            guard count < perAccount else {
                throw Fault.exhausted("You have \(count) tokens; delete one that you don't use.", retryAfter: nil)
            }
            let created = try db.first(
                """
                INSERT INTO tokens AS t (id, account_id, name, scopes, token_hash, expires_at)
                VALUES (\(id), \(account), \(name), \(scopes.map(\.rawValue)), \(hash.bytes), \(expires))
                ON CONFLICT DO NOTHING RETURNING \(Token.columns)
                """, Token.init)
            guard let created else { throw Fault.conflict("This secret is in use.") }
            return created
        }
    }

    /// A page of the account's tokens, newest first, and the cursor of the next one.
    func list(_ account: AccountID, _ page: Page) async throws(Fault) -> (items: [Token], next: String?) {
        var before: TokenID?
        if let cursor = page.cursor {
            guard let id = TokenID(cursor) else { throw .invalid("cursor", "is not one that this list gave") }
            before = id
        }
        let rows = try await pool.query(
            "listing tokens",
            """
            SELECT \(Token.columns) FROM tokens t
            WHERE t.account_id = \(account) AND (\(before) IS NULL OR t.id < \(before))
            ORDER BY t.id DESC LIMIT \(page.limit + 1)
            """, Token.init)
        let items = Array(rows.prefix(page.limit))
        return (items, rows.count > page.limit ? items.last?.id.description : nil)
    }

    /// Who holds this token. Reads, and writes only what is a minute stale.
    func holder(of hash: SecretHash) async throws(Fault) -> (Account, Token)? {
        let found = try await pool.first(
            "reading token",
            """
            SELECT \(Token.columns), \(Account.columns),
                t.last_used_at IS NULL OR t.last_used_at < now() - interval '1 minute' AS is_stale
            FROM tokens t JOIN accounts a ON a.id = t.account_id
            WHERE t.token_hash = \(hash.bytes) AND (t.expires_at IS NULL OR t.expires_at > now())
            """
        ) { row in (try Account(row), try Token(row), try row.get("is_stale", as: Bool.self)) }
        guard let (account, token, isStale) = found else { return nil }
        if isStale {
            try await pool.execute("touching token", "UPDATE tokens SET last_used_at = now() WHERE id = \(token.id)")
        }
        return (account, token)
    }

    /// False when the account has no such token.
    func delete(_ id: TokenID, of account: AccountID) async throws(Fault) -> Bool {
        let isDeleted = try await pool.transaction("deleting token") { db in
            let count = try db.execute("DELETE FROM tokens WHERE id = \(id) AND account_id = \(account)")
            guard count > 0 else { return false }
            try db.record(Fact(entity: "token", verb: "deleted", project: nil, id: id.description, payload: Proto.Empty()))
            return true
        }
        if isDeleted { committed() }
        return isDeleted
    }

    /// Removes those whose time is up, a bounded number at a time.
    func removeExpired(atMost limit: Int = 1000) async throws(Fault) -> Int {
        try await pool.execute(
            "removing expired tokens",
            """
            DELETE FROM tokens WHERE id IN
                (SELECT id FROM tokens WHERE expires_at <= now() ORDER BY expires_at LIMIT \(limit) FOR UPDATE SKIP LOCKED)
            """)
    }
}
