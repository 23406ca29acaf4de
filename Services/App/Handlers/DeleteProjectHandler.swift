import Core
import Messages
import Messaging

/// Repeated by the project service until no app is left.
struct DeleteProjectHandler: Sendable {
    let store: AppStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.DeleteProjectAppsRequest, _ context: RequestContext) async throws -> Proto.DeletionReply {
        let left = try await store.deleteProject(try ProjectID(validating: command.projectID, field: "project_id"))
        if left > 0 { nudge() }
        return Proto.DeletionReply(done: left == 0, remaining: left == 0 ? "" : "\(left) apps")
    }
}
