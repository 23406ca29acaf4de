package import Core
package import Messages
package import Telemetry

/// One build as its row tells it.
package struct Build: Sendable, Equatable {
    package typealias ID = BuildID

    package var id: ID
    package var project: ProjectID
    package var app: AppID
    package var commit: String
    package var settingsHash: String
    package var branch: String
    package var request: BuildRequest
    package var status: BuildStatus
    package var attempt: Int
    package var crashes: Int
    package var commitMessage: String
    package var plan: String
    package var image: String
    package var exposedPort: Int
    package var procfileCommand: String
    package var imageUser: String
    package var stepsDone: Int
    package var stepsTotal: Int
    package var failure: Proto.Failure?
    package var created: Timestamp
    package var started: Timestamp?
    package var finished: Timestamp?
    /// Since when its image is gone: nothing needed it.
    package var imageRemoved: Timestamp?
    package var fence: Int64
    /// The request that asked for it first, or for this attempt.
    package var trace: TraceContext?
}

package extension Build {
    /// Who writes this attempt's lines.
    var writer: String { "build:\(id):\(attempt)" }

    /// Another command makes its next attempt.
    var mayBeTriedAgain: Bool { status == .failed || status == .cancelled || imageRemoved != nil }

    var message: Proto.Build {
        Proto.Build(
            id: id.description, projectID: project.description, appID: app.description, status: status.rawValue, commit: commit,
            commitMessage: commitMessage, branch: branch, method: request.method, image: image, attempt: UInt32(attempt),
            settingsHash: settingsHash, failure: failure, plan: plan, exposedPort: UInt32(exposedPort),
            procfileCommand: procfileCommand, imageUser: imageUser, createdAt: created.microseconds,
            startedAt: started?.microseconds, finishedAt: finished?.microseconds, stepsDone: UInt32(stepsDone),
            stepsTotal: UInt32(stepsTotal),
            imageRemovedAt: imageRemoved?.microseconds)
    }
}
