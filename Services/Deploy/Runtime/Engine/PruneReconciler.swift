import Core
import Logging

/// Removes what is left of apps and projects that are gone: route files and networks of this installation.
struct PruneReconciler: Sendable {
    let store: DeployStore
    let containers: EngineContainers
    let directory: RouteDirectory
    let log: Logger

    /// Looks at what there is before it asks what is wanted, so that what is being made is never taken for a leftover.
    func pass() async throws {
        let files = try await directory.apps()
        let wanted = try await store.appsAndProjects()
        for app in files where !wanted.apps.contains(app) {
            log.info("removing the route of an app that is gone", metadata: ["app": "\(app)"])
            try await directory.remove(app)
        }
        try await containers.removeNetworks(except: wanted.projects)
        try await store.forgetOld()
    }
}
