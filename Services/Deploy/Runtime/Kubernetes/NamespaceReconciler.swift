import Core
import KubernetesClient
import Logging

/// Removes the namespaces of projects that have no app any more; with a namespace goes everything in it.
struct NamespaceReconciler: Sendable {
    let store: DeployStore
    let client: KubernetesClient
    let installation: String
    let log: Logger

    func pass() async throws {
        for namespace in try await store.leavingNamespaces() {
            guard try await client.remove(namespace, installation: installation) else { continue }
            log.info("a project's namespace is gone", metadata: ["namespace": "\(namespace.name)"])
            try await store.namespaceIsGone(namespace.namespace)
        }
    }
}
