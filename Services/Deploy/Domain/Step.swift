import Postgres

/// The steps of a deployment, in order: the rows of its ledger.
enum Step: String, PostgresValue, Sendable, CaseIterable {
    case resolve, build, release, apply, rollout, verify, route

    var ordinal: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// What a deployment is while this step runs.
    var state: DeploymentState { self == .resolve || self == .build ? .building : .deploying }
}

/// Where one step is.
enum StepState: String, PostgresValue, Sendable {
    case pending, running, succeeded, failed, skipped

    var isDone: Bool { self == .succeeded || self == .skipped }
}

extension Step {
    /// Which steps a deployment has nothing to do in, and the sentence its timeline says.
    static func skipped(trigger: Trigger, method: String) -> [Step: String] {
        switch trigger {
        case .rollback:
            let sentence = "An earlier release is used as it is."
            return [.resolve: sentence, .build: sentence, .release: sentence]
        case .config:
            let sentence = "The live image is used."
            return [.resolve: sentence, .build: sentence]
        case .manual, .push, .poll:
            guard method == "image" else { return [:] }
            let sentence = "The app names an image."
            return [.resolve: sentence, .build: sentence]
        }
    }
}
