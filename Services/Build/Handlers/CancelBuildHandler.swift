import Core
import Identity
import Messages
import Messaging

/// A finished build stays as it is; cancelling twice is no error. The answer comes when nothing of it runs any more; until then it is
/// cancelled all the same, and whoever asks again is told how it stands.
struct CancelBuildHandler: Sendable {
    let store: BuildStore
    let builder: any Builder

    func handle(_ request: Proto.GetBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try context.require(.deployer)
        return try await cancel(try BuildID(validating: request.buildID, field: "build"), project: try context.project, context)
    }

    func handleInternal(_ request: Proto.GetBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try await cancel(try BuildID(validating: request.buildID, field: "build_id"), project: nil, context)
    }

    private func cancel(_ id: BuildID, project: ProjectID?, _ context: RequestContext) async throws -> Proto.Build {
        let build = try await store.cancel(id, project: project)
        if build.status == .cancelled {
            try await builder.end(build, deadline: .after(max(.zero, context.deadline.remaining - .milliseconds(500))))
        }
        return build.message
    }
}
