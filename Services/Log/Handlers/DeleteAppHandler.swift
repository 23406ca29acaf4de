import Core
import Messages
import Messaging

/// Forgets an app, a bounded part at each asking.
struct DeleteAppHandler: Sendable {
    let store: LogStore

    func handle(_ request: Proto.DeleteAppRequest, _ context: RequestContext) async throws(Fault) -> Proto.DeletionReply {
        let isDone = try await store.delete(
            app: try AppID(validating: request.appID, field: "app_id"), project: try ProjectID(validating: request.projectID, field: "project_id"))
        return Proto.DeletionReply(done: isDone, remaining: isDone ? "" : "log lines")
    }
}
