import Core
import Logging
import ServiceLifecycle

/// Says at a graceful stop that this replica is gone, after everything that would say otherwise has ended.
struct ReplicaPresence: Service {
    let store: LogStore
    let replica: String
    let log: Logger
    /// Tells the others that there is something to claim.
    let left: @Sendable () -> Void

    func run() async throws {
        try? await gracefulShutdown()
        do {
            try await store.leave(replica)
            left()
        } catch {
            log.debug("the others will notice by themselves", metadata: ["error": "\(String(reflecting: error))"])
        }
    }
}
