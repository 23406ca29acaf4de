import Core
import Messages
import Messaging

/// Done when none of the project's apps is left here; its network goes with the next pruning.
struct DeleteProjectHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.DeleteProjectAppsRequest, _ context: RequestContext) async throws(Fault) -> Proto.DeletionReply {
        let project = try ProjectID(validating: request.projectID, field: "project_id")
        let left = try await store.appCount(of: project)
        return left == 0 ? Proto.DeletionReply(done: true) : Proto.DeletionReply(done: false, remaining: left == 1 ? "1 app" : "\(left) apps")
    }
}
