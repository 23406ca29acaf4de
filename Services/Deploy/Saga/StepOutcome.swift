/// What came of one attempt at a step.
enum StepOutcome: Sendable, Equatable {
    /// Finished; the sentence is for the timeline.
    case done(String)
    /// Finished, and written as such together with its effect.
    case written
    /// Nothing to do but to look again: at a nudge, or after this long. The worker is free meanwhile.
    case wait(Duration, String)
    /// Something went wrong that may pass: another attempt, after this long.
    case again(Duration, String)
    case failed(DeploymentFailure)
    /// Called off elsewhere, for this reason.
    case cancelled(String)
}
