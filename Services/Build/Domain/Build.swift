package import ContainerEngine
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
    /// The Job that makes it, "namespace/name"; empty where an engine does, and before it begins.
    package var job: String
    package var fence: Int64
    /// The request that asked for it first, or for this attempt.
    package var trace: TraceContext?
}

package extension Build {
    /// Who writes this attempt's lines.
    var writer: String { "build:\(id):\(attempt)" }

    /// A worker before had begun what outlived it.
    var isResumed: Bool { !job.isEmpty }

    /// Another command makes its next attempt.
    ///
    /// - Parameter place: where images are by now. What lies elsewhere can be pulled by nobody any more: no login is shown for it.
    func mayBeTriedAgain(in place: RegistryPlace) -> Bool {
        status == .failed || status == .cancelled || imageRemoved != nil || (status == .succeeded && !place.holds(image))
    }

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

extension Build {
    /// What its steps run, and what each of them is for: as planned, else as it was asked for.
    var commands: [(Recipe.CommandKind, String)] {
        guard let recipe = (try? JSONValue(parsing: plan))?["recipe"], recipe.object != nil else { return [(.build, request.command)] }
        func all(_ field: String, _ kind: Recipe.CommandKind) -> [(Recipe.CommandKind, String)] {
            (recipe[field]?.array ?? []).compactMap { $0.string.map { (kind, $0) } }
        }
        return all("install", .install) + all("build", .build)
    }

    /// What its image says of itself.
    func labels(_ installation: String) -> [String: String] {
        [
            "slipway.installation": installation, "slipway.project": project.description, "slipway.app": app.description,
            "slipway.build": id.description,
        ]
    }
}
