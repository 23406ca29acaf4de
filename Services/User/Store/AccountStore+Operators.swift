import ChangeFeed
import Core
import Messages
import Postgres

extension AccountStore {
    /// A page of the operators, the oldest account first, and the cursor of the next one.
    func operators(_ page: Page) async throws(Fault) -> (items: [Account], next: String?) {
        var after: AccountID?
        if let cursor = page.cursor {
            guard let id = AccountID(cursor) else { throw .invalid("cursor", "is not one that this list gave") }
            after = id
        }
        let rows = try await pool.query(
            "listing operators",
            """
            SELECT \(Account.columns) FROM accounts a
            WHERE a.operator AND (\(after) IS NULL OR a.id > \(after)) ORDER BY a.id LIMIT \(page.limit + 1)
            """, Account.init)
        let items = Array(rows.prefix(page.limit))
        return (items, rows.count > page.limit ? items.last?.id.description : nil)
    }

    /// Makes the account of an id or an address an operator, or no operator any more. The last operator stays one.
    func setOperator(_ isOperator: Bool, _ account: AccountReference) async throws(Fault) -> Account {
        let (changed, isNew) = try await pool.transaction("changing operators") { db in
            try db.lockOperators()
            guard let known = try db.first("SELECT \(Account.columns) FROM accounts a WHERE \(account.condition)", Account.init)
            else { throw Fault.notFound("such account") }
            guard known.isOperator != isOperator else { return (known, false) }
            let others = try db.one("SELECT count(*) AS n FROM accounts WHERE operator AND id <> \(known.id)") { row in
                try row.get("n", as: Int.self)
            }
            guard isOperator || others > 0 else {
                throw Fault.wrongState("\(known.email) is the last operator; make another account one first.")
            }
            let changed = try db.one(
                """
                UPDATE accounts AS a SET operator = \(isOperator), updated_at = now() WHERE a.id = \(known.id)
                RETURNING \(Account.columns)
                """, Account.init)
            try db.record(
                Fact(entity: "account", verb: "updated", project: nil, id: known.id.description, payload: changed.message))
            return (changed, true)
        }
        if isNew { committed() }
        return changed
    }
}

private extension AccountReference {
    var condition: SQL {
        switch self {
        case .id(let id): "a.id = \(id)"
        case .email(let email): "a.email = \(email)"
        }
    }
}

extension PostgresConnection {
    /// Who is an operator is decided by one transaction at a time.
    func lockOperators() throws {
        try execute("SELECT pg_advisory_xact_lock(hashtextextended(\("operators"), 3))")
    }
}
