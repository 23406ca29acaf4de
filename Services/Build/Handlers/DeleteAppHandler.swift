import Core
import Messages
import Messaging

/// Repeated by the app service until it is done.
struct DeleteAppHandler: Sendable {
    let store: BuildStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.DeleteAppRequest, _ context: RequestContext) async throws -> Proto.DeletionReply {
        let isDone = try await store.delete(
            app: try AppID(validating: command.appID, field: "app_id"),
            project: try ProjectID(validating: command.projectID, field: "project_id"))
        if !isDone { nudge() }
        return Proto.DeletionReply(done: isDone, remaining: isDone ? "" : "builds and images")
    }
}
