import ContainerEngine
import Core
import HTTPClient
import Hosting
import Telemetry

/// What is looked at beyond what every service does, where instances are containers: the engine, the router, and the room for both.
struct EngineChecks: Sendable {
    let engine: ContainerEngine
    let router: Router
    let store: DeployStore

    func add(to checks: Checks) {
        checks.add("engine") { await engine.examine() }
        checks.add("router") { try await routes() }
        checks.add("disk") { .disk(await router.directory.folder, "the state folder") }
    }

    /// Every app with instances must be among the services that the router shows.
    private func routes() async throws -> Finding {
        guard let shown = await router.services() else {
            return .fail("The router's API at \(router.api) does not answer.", do: "make run brings it back; its log: log/traefik.log")
        }
        let routed = try await store.routedApps()
        let missing = routed.filter { !shown.contains("app-\($0)@file") }
        guard missing.isEmpty else {
            return .warn(
                "The router does not show \(missing.count) of \(routed.count) apps that have a route.",
                do: "wait ten seconds and ask again; then look at log/traefik.log and the folder \(await router.directory.folder)")
        }
        return .ok("The router answers and shows all \(routed.count) routes.")
    }
}
