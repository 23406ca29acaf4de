import Postgres

/// The one word for how an app is: it tells what serves, not what happened last.
enum AppStatus: String, PostgresValue, Sendable {
    case new, live, deploying, failed, stopped, deleting

    /// What the word is made of.
    struct Facts: Sendable {
        var isDeleting = false
        var scale = 1
        var hasLiveRelease = false
        var serving = 0
        /// An instance of the live release came back from an exit only to exit again, or does not get as far.
        var isCrashing = false
        var hasUnfinishedDeployment = false
        var latest: DeploymentState?
    }

    init(_ facts: Facts) {
        if facts.isDeleting {
            self = .deleting
        } else if facts.hasLiveRelease, facts.scale == 0 {
            self = .stopped
        } else if facts.hasLiveRelease {
            self = facts.serving == 0 && facts.isCrashing ? .failed : .live
        } else if facts.hasUnfinishedDeployment {
            self = .deploying
        } else if facts.latest == .failed {
            self = .failed
        } else {
            self = .new
        }
    }
}
