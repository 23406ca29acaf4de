import Core

/// The soak: everything must have served for a while without an end in between.
struct VerifyStep: Sendable {
    let runtime: any Runtime
    let soak: Duration

    func run(_ state: SagaState) async throws -> StepOutcome {
        let progress = try await runtime.progress(of: state)
        if let failure = progress.failure { return .failed(failure) }
        guard progress.isReady else { return .wait(.seconds(1), "An instance ended; it is watched again.") }
        let served = Timestamp.now() - (progress.servingSince ?? .now())
        guard served >= soak else { return .wait(soak - served + .milliseconds(20), "Watching for \(soak.components.seconds) s.") }
        return .done("Served for \(soak.components.seconds) s without an exit.")
    }
}
