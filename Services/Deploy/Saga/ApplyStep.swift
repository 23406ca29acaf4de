import Core

/// The wish for the new release; done when the runtime has handed over everything that it takes.
struct ApplyStep: Sendable {
    let store: DeployStore
    let runtime: any Runtime

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
        let progress = try await runtime.progress(of: state)
        if let failure = progress.failure { return .failed(failure) }
        if let applied = progress.applied { return .done(applied) }
        let since = state.ledger.first { $0.step == .apply }?.startedAt ?? .now()
        if Timestamp.now() - since > Self.patience {
            let late = DeploymentFailure(reason: .unschedulable, message: "The instances could not be started within 15 minutes.")
            return .failed(progress.hindrance ?? late)
        }
        return .wait(.milliseconds(500), progress.remark.isEmpty ? "Starting instances." : progress.remark)
    }
}
