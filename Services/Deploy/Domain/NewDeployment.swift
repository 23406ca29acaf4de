import Core
import Messages

/// A deployment that is asked for, with all that was found out before the transaction.
struct NewDeployment: Sendable {
    var id: DeploymentID
    var desired: Proto.AppDesired
    var trigger: Trigger
    /// Named by whoever asks; nil: whatever the branch has.
    var commit: String?
    var branch: String
    /// A move of the source, for pushes and polls: each becomes one deployment at most.
    var sourceVersion: String?
    var config: Int
    var isForced = false
    var requestedBy = ""
}
