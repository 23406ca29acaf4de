import Core
import Identity
import Messages
import Messaging

/// A finished build stays as it is; cancelling twice is no error.
struct CancelBuildHandler: Sendable {
    let store: BuildStore

    func handle(_ request: Proto.GetBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try context.require(.deployer)
        return try await store.cancel(try BuildID(validating: request.buildID, field: "build"), project: try context.project).message
    }

    func handleInternal(_ request: Proto.GetBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try await store.cancel(try BuildID(validating: request.buildID, field: "build_id")).message
    }
}
