import Core
import Logging

/// Sees within seconds what happened behind our back: one question to the engine for the whole fleet.
struct DriftReconciler: Sendable {
    let store: DeployStore
    let containers: EngineContainers
    let log: Logger

    func pass() async throws {
        let found = try await containers.all()
        let drift = Drift(found, try await store.fleet(), at: .now())
        try await store.wake(drift.apps)
        for container in drift.orphans {
            log.info("removing a container that nobody wants", metadata: ["container": "\(container)"])
            try await containers.remove(container)
        }
    }
}
