import Core

/// Moves the traffic, and believes it when the runtime has seen it there; then the deployment is live. The runtime stops the
/// instances of the one before.
struct RouteStep: Sendable {
    let store: DeployStore
    let runtime: any Runtime

    func run(_ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        let deployment = state.deployment
        if state.app.routed != deployment.id {
            _ = try await store.advance(lease, "routing") { db, app, deployment in try db.setRouted(deployment.id, of: app.id) }
            return .wait(.milliseconds(500), "Moving traffic.")
        }
        let progress = try await runtime.progress(of: state)
        if let failure = progress.failure { return .failed(failure) }
        if let routed = progress.routed {
            _ = try await store.goLive(lease, detail: routed)
            return .written
        }
        let since = state.ledger.first { $0.step == .route }?.startedAt ?? .now()
        let patience = runtime.routePatience
        if Timestamp.now() - since > patience {
            return .failed(progress.hindrance ?? .routerSilent(seconds: Int(patience.components.seconds)))
        }
        return .wait(.milliseconds(500), progress.remark.isEmpty ? "Moving traffic." : progress.remark)
    }
}
