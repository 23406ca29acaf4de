import Core
import Identity
import Postgres

extension SessionKind: PostgresValue {}

extension Account {
    /// In a statement that joins, `accounts` is `a`, and its columns bear its name where others have the same.
    static let columns: SQL =
        "a.id AS account_id, a.email, a.name AS account_name, a.created_at AS account_created_at, a.operator AS account_operator"

    init(_ row: Row) throws {
        self.init(
            id: try row.get("account_id"), email: try row.get("email"), name: try row.get("account_name"),
            createdAt: try row.get("account_created_at"), isOperator: try row.get("account_operator"))
    }
}

extension Session {
    /// `sessions` is `s`.
    static let columns: SQL =
        "s.id, s.account_id, s.kind, s.user_agent, s.address, s.created_at, s.last_used_at, s.expires_at"

    init(_ row: Row) throws {
        self.init(
            id: try row.get("id"), accountID: try row.get("account_id"), kind: try row.get("kind"),
            userAgent: try row.get("user_agent"), address: try row.get("address"), createdAt: try row.get("created_at"),
            lastUsedAt: try row.get("last_used_at"), expiresAt: try row.get("expires_at"))
    }
}

extension Token {
    /// `tokens` is `t`.
    static let columns: SQL = "t.id, t.account_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at"

    init(_ row: Row) throws {
        let scopes: [String] = try row.get("scopes")
        self.init(
            id: try row.get("id"), accountID: try row.get("account_id"), name: try row.get("name"),
            scopes: scopes.compactMap(Scope.init(rawValue:)), createdAt: try row.get("created_at"),
            expiresAt: try row.getOptional("expires_at"), lastUsedAt: try row.getOptional("last_used_at"))
    }
}
