import Core
import Logging
import Postgres

/// `pgbench -S`: one row by its key, of the same table; asked where a service's handlers run.
struct ReadLoad: Load {
    private let pool: PostgresPool
    private let accounts: Int

    init(_ given: Given, _ log: Logger) {
        pool = given.pool(given["DATABASE"], size: 8, log: log)
        accounts = Int(given["ACCOUNTS"]) ?? 100_000
    }

    func run(_ window: Window) async throws -> Figures {
        try await withTaskExecutorPreference(EventLoop.shared) {
            try await window.closedLoop { _ in
                let account = Int.random(in: 1...accounts)
                _ = try await pool.one("reading account", "SELECT abalance FROM pgbench_accounts WHERE aid = \(account)") {
                    try $0.get("abalance", as: Int.self)
                }
            }
        }
    }
}
