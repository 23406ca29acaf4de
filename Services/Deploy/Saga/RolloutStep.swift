/// Waits until every new instance serves, or the first one has failed. The looking itself is the runtime's.
struct RolloutStep: Sendable {
    let runtime: any Runtime

    func run(_ state: SagaState) async throws -> StepOutcome {
        let progress = try await runtime.progress(of: state)
        if let failure = progress.failure { return .failed(failure) }
        return progress.isReady ? .done("\(progress.ready) of \(progress.wanted) ready.") : .wait(.seconds(1), progress.sentence)
    }
}
