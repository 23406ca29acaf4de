import Core
import Kubernetes
import KubernetesClient
import Logging
import Reconciliation

/// What the cluster says no to, and who hears of it.
extension ClusterRuntime {
    /// What the API server said no to. What may pass is tried again; what will not is the end of a rollout, or a line in the
    /// log of what is live.
    func refused(_ error: KubernetesError, _ state: RuntimeState, _ lease: Leased<AppID>) async throws -> Duration {
        if error.isNamespaceTerminating || error.isNotFound { return Self.brisk }
        guard error.isInvalid || error.isForbidden else { throw error.fault }
        // An API server that has just been started knows nobody's rights yet.
        if error.isLackOfRights {
            guard (try? await client.ready()) != nil else {
                doubts.forget(state.app.id)
                return Self.brisk
            }
            guard doubts.lasting(state.app.id) >= Doubts.patience else { return Self.brisk }
        }
        log.warning("the cluster refuses an object", metadata: ["app": "\(state.app.id)", "error": "\(error)"])
        try await note(.refused(error), state, lease)
        return .seconds(5)
    }

    func note(_ failure: DeploymentFailure, _ state: RuntimeState, _ lease: Leased<AppID>) async throws {
        guard let wanted = state.app.candidate ?? state.app.current else { return }
        try await store.settle(lease, "noting refusal") { db, app in
            guard try db.noteRefusal(failure, of: wanted) else { return }
            if wanted == app.current { try db.say(failure.message, app: app, deployment: wanted) }
            try db.wakeSaga(of: app.id)
        }
    }

    /// An Ingress of a class that is not there is served by nobody, and nothing in the cluster says so.
    func missingClass(_ ingress: Ingress) -> DeploymentFailure? {
        guard let name = ingress.spec.ingressClassName, caches.ingressClasses.get(name) == nil else { return nil }
        let there = caches.ingressClasses.objects().map(\.metadata.name).sorted()
        return .noIngressClass(name, there: there)
    }
}
