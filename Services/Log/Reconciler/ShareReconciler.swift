import Core
import Logging

/// Keeps this replica's share of the apps fair: says that it is alive, and gives back what is beyond it.
struct ShareReconciler: Sendable {
    let store: LogStore
    let replica: String
    let log: Logger
    /// Tells the others that there is something to claim.
    let released: @Sendable () -> Void

    @Sendable func pass() async throws {
        let count = try await store.balance(replica)
        guard count > 0 else { return }
        log.debug("gave back apps to read", metadata: ["count": "\(count)"])
        released()
    }
}
