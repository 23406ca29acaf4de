import Core
import Logging

/// Sees within seconds what happened behind our back: one question to the engine for the whole fleet.
struct DriftReconciler: Sendable {
    let store: DeployStore
    let runtime: any Runtime
    let log: Logger

    func pass() async throws {
        let containers = try await runtime.containers()
        let drift = Drift(containers, try await store.fleet(), at: .now())
        try await store.wake(drift.apps)
        for container in drift.orphans {
            log.info("removing a container that nobody wants", metadata: ["container": "\(container)"])
            try await runtime.remove(container)
        }
    }
}
