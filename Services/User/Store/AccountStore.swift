import ChangeFeed
import Core
import Messages
import Postgres

/// The rows of accounts. The password's hash leaves only by `credentials`.
struct AccountStore: Sendable {
    let pool: PostgresPool
    /// Called after a transaction that recorded a fact.
    let committed: @Sendable () -> Void

    /// The first account of an installation is its operator.
    func create(
        _ id: AccountID, email: EmailAddress, name: String, password: ScryptHash
    ) async throws(Fault) -> Account {
        let account = try await pool.transaction("creating account") { db in
            // Two that sign up at once wait for one another here; else both could be the first.
            try db.lockOperators()
            let created = try db.first(
                """
                INSERT INTO accounts AS a (id, email, name, password_hash, operator)
                VALUES (\(id), \(email.text), \(name), \(password.description), NOT EXISTS (SELECT FROM accounts))
                ON CONFLICT (email) DO NOTHING RETURNING \(Account.columns)
                """, Account.init)
            guard let created else { throw Fault.conflict("There is already an account with this e-mail address.") }
            try db.record(Fact(entity: "account", verb: "created", project: nil, id: id.description, payload: created.message))
            return created
        }
        committed()
        return account
    }

    func account(_ id: AccountID) async throws(Fault) -> Account? {
        try await pool.first(
            "reading account", "SELECT \(Account.columns) FROM accounts a WHERE a.id = \(id)", Account.init)
    }

    /// The account of an address and the hash its password must match.
    func credentials(of email: String) async throws(Fault) -> (account: Account, password: ScryptHash)? {
        try await pool.first(
            "reading credentials",
            "SELECT \(Account.columns), a.password_hash FROM accounts a WHERE a.email = \(email)"
        ) { row in
            guard let password = ScryptHash(try row.get("password_hash", as: String.self)) else {
                throw Fault.internal("an account's password hash can't be read")
            }
            return (try Account(row), password)
        }
    }

    /// The same password, hashed anew; nothing when it was changed meanwhile.
    func replacePassword(of id: AccountID, _ old: ScryptHash, by new: ScryptHash) async throws(Fault) {
        try await pool.execute(
            "renewing password hash",
            """
            UPDATE accounts SET password_hash = \(new.description), updated_at = now()
            WHERE id = \(id) AND password_hash = \(old.description)
            """)
    }
}
