import Core
import Logging
import Reconciliation
import Telemetry

/// Takes a deployment from its request to its end, one step of the ledger after the other.
///
/// Nothing is kept in memory between steps: each begins by reading the rows and ends by writing them, under a lease whose
/// fence every write names. A worker that is killed leaves a lease that runs out, and another goes on at the first step that
/// is not done. A step may therefore run twice, and each is written so that the second time finds what the first one did.
struct Saga: Sendable {
    let store: DeployStore
    let steps: SagaSteps
    /// Wakes those who claim deployments.
    let nudge: Nudge
    let log: Logger

    /// Attempts at a step that ends in a surprise; faults that pass by themselves are waited out longer.
    private static let mostSurprises = 5
    private static let mostAttempts = 60
    /// Refusals that the same question would meet again.
    private static let finalCodes: Set<FaultCode> = [
        .invalidArgument, .notFound, .failedPrecondition, .permissionDenied, .alreadyExists, .unimplemented, .dataLoss, .outOfRange,
    ]

    /// In the name of the request that asked for the deployment, whenever and wherever that was.
    func work(_ lease: Leased<DeploymentID>) async {
        await TraceContext.$current.withValue(lease.trace) { await carry(lease) }
    }

    private func carry(_ lease: Leased<DeploymentID>) async {
        var pause = Duration.seconds(1)
        do {
            pause = try await withHeartbeat(renew: { try await store.renew(lease) }) { try await advance(lease) }
        } catch is LeaseLost {
            return
        } catch {
            let fault = Fault.wrapping(error, "working on a deployment")
            if fault.code != .cancelled {
                log.warning("a deployment's step failed", metadata: ["deployment": "\(lease.key)", "error": "\(String(reflecting: fault))"])
            }
        }
        try? await store.release(lease, after: pause)
        nudge(after: pause)
    }

    /// Step after step until one has to wait; how long.
    private func advance(_ lease: Leased<DeploymentID>) async throws -> Duration {
        while let state = try await store.state(lease), let next = state.next {
            guard let deployment = try await store.begin(next.step, lease) else { return .milliseconds(500) }
            let begun = SagaState(deployment: deployment, app: state.app, ledger: state.ledger)
            let outcome: StepOutcome
            let start = ContinuousClock.now
            do {
                outcome = try await steps.run(next.step, begun, lease)
            } catch {
                let fault = Fault.wrapping(error, "running step \(next.step.rawValue)")
                if fault.code == .cancelled || error is LeaseLost { throw error }
                outcome = surprise(fault, attempt: next.attempt, step: next.step, deployment: lease.key)
            }
            switch outcome {
            case .written: tell(next.step, "succeeded", begun.deployment, since: start)
            case .done(let detail):
                tell(next.step, "succeeded", begun.deployment, since: start)
                _ = try await store.advance(lease, "finishing step") { db, _, deployment in
                    try db.finishStep(next.step, of: deployment.id, .succeeded, detail: detail)
                }
            case .wait(let pause, let detail):
                if detail != next.detail {
                    _ = try await store.advance(lease, "noting step") { db, _, deployment in
                        try db.noteStep(next.step, of: deployment.id, detail: detail)
                    }
                }
                return pause
            case .again(let pause, let detail):
                _ = try await store.advance(lease, "noting attempt") { db, _, deployment in
                    try db.noteStep(next.step, of: deployment.id, detail: detail, isNewAttempt: true)
                }
                return pause
            case .failed(let failure):
                tell(next.step, "failed", begun.deployment, since: start)
                if let failed = try await store.fail(lease, failure) { count(failed) }
                return .zero
            case .cancelled(let reason):
                let cancelled = try await store.advance(lease, "cancelling deployment") { db, _, deployment in
                    try db.cancel(deployment.id, reason: reason)
                }
                if let cancelled = cancelled ?? nil { count(cancelled) }
                return .zero
            }
            if next.step == .route, let live = try await store.deployment(lease.key), live.status == .live { count(live) }
        }
        return .zero
    }

    /// A fault that may pass is tried again, with pauses that grow; a bug is tried a few times and then named as one.
    private func surprise(_ fault: Fault, attempt: Int, step: Step, deployment: DeploymentID) -> StepOutcome {
        log.warning(
            "a deployment's step has to be tried again",
            metadata: ["deployment": "\(deployment)", "step": "\(step.rawValue)", "error": "\(String(reflecting: fault))"])
        let most = fault.code.isRetryable ? Self.mostAttempts : Self.mostSurprises
        if attempt >= most || Self.finalCodes.contains(fault.code) { return .failed(DeploymentFailure(fault)) }
        return .again(.seconds(min(30, 1 << min(attempt, 5))), "\(fault.message) Trying again.")
    }

    private func count(_ deployment: Deployment) {
        let (outcome, trigger) = (deployment.status.rawValue, deployment.trigger.rawValue)
        Figures.deployments.increment(outcome, trigger, deployment.failure?.reason.rawValue ?? "")
        Figures.duration.observe((deployment.finishedAt ?? .now()) - deployment.createdAt, outcome, trigger)
        log.info(
            "deployment ended",
            metadata: [
                "deployment": "\(deployment.id)", "app": "\(deployment.app)", "outcome": "\(outcome)",
                "reason": "\(deployment.failure?.reason.rawValue ?? deployment.cancelReason)",
            ])
    }

    private func tell(_ step: Step, _ outcome: String, _ deployment: Deployment, since start: ContinuousClock.Instant) {
        Figures.step.observe(since: start, step.rawValue, outcome)
        log.info(
            "step \(outcome)",
            metadata: ["deployment": "\(deployment.id)", "app": "\(deployment.app)", "step": "\(step.rawValue)"])
    }
}
