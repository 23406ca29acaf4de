import Core
import Postgres

/// The four stores of this database.
struct Stores: Sendable {
    let accounts: AccountStore
    let attempts: AttemptStore
    let sessions: SessionStore
    let tokens: TokenStore

    init(
        pool: PostgresPool, sessionLifetime: Duration, tokensPerAccount: Int, committed: @escaping @Sendable () -> Void
    ) {
        accounts = AccountStore(pool: pool, committed: committed)
        attempts = AttemptStore(pool: pool)
        sessions = SessionStore(pool: pool, lifetime: sessionLifetime, committed: committed)
        tokens = TokenStore(pool: pool, perAccount: tokensPerAccount, committed: committed)
    }
}
