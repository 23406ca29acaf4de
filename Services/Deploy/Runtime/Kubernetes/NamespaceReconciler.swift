import Core
import KubernetesClient
import Logging

/// Removes the namespaces of projects that have no app any more; with a namespace goes everything in it.
///
/// One that cannot be removed is left alone for a while, and keeps no other from going.
struct NamespaceReconciler: Sendable {
    let store: DeployStore
    let client: KubernetesClient
    let installation: String
    let log: Logger
    private let setbacks = Setbacks<String>()

    init(store: DeployStore, client: KubernetesClient, installation: String, log: Logger) {
        self.store = store
        self.client = client
        self.installation = installation
        self.log = log
    }

    func pass() async throws {
        let leaving = try await store.leavingNamespaces()
        setbacks.keep(only: Set(leaving.map(\.namespace)))
        for namespace in leaving where setbacks.isDue(namespace.namespace) {
            let isGone: Bool
            do {
                // It is made anew only when its row is gone: what still has one is the very namespace that is to go.
                isGone = try await client.remove(namespace, installation: installation) {
                    try await store.leavingNamespaces().contains(namespace)
                }
            } catch {
                try Task.checkCancellation()
                if setbacks.note(namespace.namespace).isFirst {
                    log.warning("a project's namespace cannot be removed", metadata: ["namespace": "\(namespace.name)", "error": "\(error)"])
                }
                continue
            }
            setbacks.forget(namespace.namespace)
            guard isGone else { continue }
            log.info("a project's namespace is gone", metadata: ["namespace": "\(namespace.name)"])
            try await store.namespaceIsGone(namespace.namespace)
        }
    }
}
