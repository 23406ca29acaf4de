import Core
import Messages
import Messaging

/// Done when none of the project's apps is left here, and nothing of it in a cluster; a network on this machine goes with the next
/// pruning.
struct DeleteProjectHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.DeleteProjectAppsRequest, _ context: RequestContext) async throws(Fault) -> Proto.DeletionReply {
        let project = try ProjectID(validating: request.projectID, field: "project_id")
        let left = try await store.appCount(of: project)
        guard left == 0 else { return Proto.DeletionReply(done: false, remaining: left == 1 ? "1 app" : "\(left) apps") }
        let isLeft = try await store.clusterObjectCount(of: project) > 0
        return isLeft ? Proto.DeletionReply(done: false, remaining: "its namespace") : Proto.DeletionReply(done: true)
    }
}
