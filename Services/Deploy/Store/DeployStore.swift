import ChangeFeed
import Core
import Postgres

/// The deploy service's truth.
///
/// Everything that changes about an app happens in a transaction that holds the app's row: what two replicas, two users
/// and a worker want of one app is put in one order, and a rule can be decided by reading first. What was changed is told
/// in the same transaction (`changes`), and the app's status with it when it became another.
struct DeployStore: Sendable {
    let pool: PostgresPool
    /// This process, as the owner of leases.
    let replica: String
    /// Says "look again" after a commit: to the feed's publisher, the sagas and the runtime.
    let committed: @Sendable (Woken) -> Void

    /// Whose turn it is after a change.
    enum Woken: Sendable { case feed, sagas, runtime, both }

    /// One transaction about one app; `body` gets the row as it is, locked. Nil when there is no such app.
    func change<T: Sendable>(
        _ app: AppID, _ doing: String, waking woken: Woken = .both,
        _ body: @Sendable (isolated PostgresConnection, AppRecord) throws -> T
    ) async throws(Fault) -> T? {
        let value = try await pool.transaction(doing) { db -> T? in
            guard let record = try db.lockApp(app) else { return nil }
            let value = try body(db, record)
            try db.tellStatus(of: app)
            return value
        }
        committed(woken)
        return value
    }
}
