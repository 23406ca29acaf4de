import Core
import Kubernetes
import KubernetesClient
import Logging
import Reconciliation

/// What the cluster says no to, and who hears of it.
extension ClusterRuntime {
    /// What the API server said no to. What may pass is told and tried again, later each time; what will not is the end of a rollout, or a
    /// line in the log of what is live.
    func refused(_ error: KubernetesError, _ state: RuntimeState, _ lease: Leased<AppID>) async throws -> Duration {
        if error.isNamespaceTerminating || error.isNotFound && !error.isUnknownKind { return Self.brisk }
        // Who does not answer is told of by the watches.
        guard !error.isUnanswered else { throw error.fault }
        guard error.isInvalid || error.isForbidden else {
            let (pause, isFirst) = setbacks.note(state.app.id)
            if isFirst { log.warning("the cluster could not take an object", metadata: ["app": "\(state.app.id)", "error": "\(error)"]) }
            try await note(.notTaken(error), isFinal: false, state, lease)
            return pause
        }
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

    func note(_ failure: DeploymentFailure, isFinal: Bool = true, _ state: RuntimeState, _ lease: Leased<AppID>) async throws {
        guard let wanted = state.app.candidate ?? state.app.current else { return }
        try await store.settle(lease, "noting refusal") { db, app in
            guard try db.noteRefusal(failure, isFinal: isFinal, of: wanted) else { return }
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
