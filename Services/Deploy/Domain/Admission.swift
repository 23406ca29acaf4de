/// Whether a newly seen commit becomes a deployment by itself.
enum Admission: Equatable, Sendable {
    case accepted
    /// The same version of the source was seen before: what came of it stands.
    case known
    case refused(String)

    /// What is known of the app when the commit arrives.
    struct Facts: Sendable {
        var isDeleting = false
        var hasRequestedDeployment = false
        var isKnownVersion = false
        var heldCommit: String?
    }

    init(commit: String, _ facts: Facts) {
        if facts.isDeleting {
            self = .refused("The app is being deleted.")
        } else if facts.isKnownVersion {
            self = .known
        } else if !facts.hasRequestedDeployment {
            self = .refused("Deployments by themselves begin after the first one that somebody asked for.")
        } else if facts.heldCommit == commit {
            self = .refused("\(commit.prefix(7)) is held back: it failed before. A newer commit, or force, lifts it.")
        } else {
            self = .accepted
        }
    }
}
