import Core
import Identity
import Messages
import Messaging

struct GetBuildHandler: Sendable {
    let store: BuildStore

    func handle(_ request: Proto.GetBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try context.require(.viewer)
        return try await store.get(try BuildID(validating: request.buildID, field: "build"), project: try context.project).message
    }

    func handleInternal(_ request: Proto.GetBuildRequest, _ context: RequestContext) async throws -> Proto.Build {
        try await store.get(try BuildID(validating: request.buildID, field: "build_id")).message
    }
}
