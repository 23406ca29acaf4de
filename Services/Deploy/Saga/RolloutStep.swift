/// Waits until every new instance serves, or the first one has failed. The looking itself is the runtime's.
struct RolloutStep: Sendable {
    let store: DeployStore

    func run(_ state: SagaState) async throws -> StepOutcome {
        let wanted = state.app.candidateScale
        let instances = try await store.instances(of: state.deployment)
        if let failed = instances.first(where: { $0.state == .failed }), let failure = failed.failure { return .failed(failure) }
        let ready = instances.filter { $0.state == .serving }.count
        if ready >= wanted { return .done("\(ready) of \(wanted) ready.") }
        return .wait(.seconds(1), "\(ready) of \(wanted) ready.")
    }
}
