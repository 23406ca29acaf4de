import Core

/// Moves the traffic, and believes it when the router's API shows it; then the deployment is live. The runtime stops the
/// instances of the one before.
struct RouteStep: Sendable {
    let store: DeployStore
    let patience: Duration

    func run(_ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        let deployment = state.deployment
        if state.app.routed != deployment.id {
            _ = try await store.advance(lease, "routing") { db, app, deployment in try db.setRouted(deployment.id, of: app.id) }
            return .wait(.milliseconds(500), "Moving traffic.")
        }
        let instances = try await store.instances(of: deployment)
        if let failed = instances.first(where: { $0.state == .failed }), let failure = failed.failure { return .failed(failure) }
        let ports = instances.filter { $0.state == .serving }.map(\.port).sorted()
        let route = state.app.route
        let isThere = state.app.scale == 0 ? route.ports.isEmpty : !ports.isEmpty && route.ports == ports
        if isThere, route.isSeen {
            let detail = state.app.scale == 0 ? "Nothing is routed: the app stays stopped." : "Traffic moved to \(Self.count(ports.count))."
            _ = try await store.goLive(lease, detail: detail)
            return .written
        }
        let since = state.ledger.first { $0.step == .route }?.startedAt ?? .now()
        if Timestamp.now() - since > patience { return .failed(.routerSilent(seconds: Int(patience.components.seconds))) }
        return .wait(.milliseconds(500), "Moving traffic.")
    }

    private static func count(_ number: Int) -> String { number == 1 ? "1 instance" : "\(number) instances" }
}
