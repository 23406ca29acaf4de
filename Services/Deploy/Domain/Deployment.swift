import Core
import Messages

/// The act of making a release live.
struct Deployment: Sendable, Equatable {
    var id: DeploymentID
    var number: Int
    var app: AppID
    var project: ProjectID
    var status: DeploymentState
    var trigger: Trigger
    var commit: String?
    var commitMessage: String
    var branch: String
    var image: String
    var config: Int
    var build: BuildID?
    var release: Int
    var url: String
    var requestedBy: String
    var rollbackOf: Int
    var cancelReason: String
    var failure: DeploymentFailure?
    var createdAt: Timestamp
    var finishedAt: Timestamp?
    var wentLiveAt: Timestamp?
    /// Since when its image is gone: there is no going back to it.
    var imageRemovedAt: Timestamp?
    /// What the app wanted when this deployment was asked for.
    var desired: Proto.AppDesired
}

extension Deployment {
    var proto: Proto.Deployment {
        Proto.Deployment(
            id: id.description, number: UInt32(number), appID: app.description, projectID: project.description, status: status.rawValue,
            commit: commit, commitMessage: commitMessage, branch: branch, image: image, config: UInt32(config),
            buildID: build?.description, release: UInt32(release), url: url, trigger: trigger.rawValue,
            createdAt: createdAt.microseconds, finishedAt: finishedAt?.microseconds, failure: failure?.proto, requestedBy: requestedBy,
            cancelReason: cancelReason, rollbackOf: UInt32(rollbackOf),
            imageRemovedAt: imageRemovedAt?.microseconds)
    }
}
