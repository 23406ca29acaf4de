import Core

/// The soak: everything must have served for a while without an end in between, before traffic comes.
struct VerifyStep: Sendable {
    let store: DeployStore
    let soak: Duration

    func run(_ state: SagaState) async throws -> StepOutcome {
        let instances = try await store.instances(of: state.deployment)
        if let failed = instances.first(where: { $0.state == .failed }), let failure = failed.failure { return .failed(failure) }
        let serving = instances.filter { $0.state == .serving }
        guard serving.count >= state.app.candidateScale else { return .wait(.seconds(1), "An instance ended; it is watched again.") }
        let youngest = serving.compactMap(\.readyAt).max() ?? .now()
        let served = Timestamp.now() - youngest
        guard served >= soak else { return .wait(soak - served + .milliseconds(20), "Watching for \(soak.components.seconds) s.") }
        return .done("Served for \(soak.components.seconds) s without an exit.")
    }
}
