import Core

/// The wish for instances of the new release; done when their containers were started.
struct ApplyStep: Sendable {
    let store: DeployStore

    /// Images may have to come a long way.
    private static let patience = Duration.seconds(900)

    func run(_ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        let deployment = state.deployment
        if state.app.candidate != deployment.id {
            _ = try await store.advance(lease, "wanting instances") { db, app, deployment in
                try db.setCandidate(deployment.id, of: app.id)
            }
            return .wait(.milliseconds(500), "Starting instances.")
        }
        let instances = try await store.instances(of: deployment)
        if let failure = instances.lazy.compactMap(\.failure).first { return .failed(failure) }
        let started = instances.filter { $0.container != nil }.count
        if started >= state.app.candidateScale { return .done(started == 1 ? "1 instance started." : "\(started) instances started.") }
        let since = state.ledger.first { $0.step == .apply }?.startedAt ?? .now()
        if Timestamp.now() - since > Self.patience {
            return .failed(DeploymentFailure(reason: .unschedulable, message: "The instances could not be started within 15 minutes."))
        }
        return .wait(.milliseconds(500), "Starting instances.")
    }
}
