import Core
import Messages
import Messaging

/// Buries an app: no new deployments, the moving one called off; the runtime removes the rest. Asked until done.
struct DeleteAppHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.DeleteAppRequest, _ context: RequestContext) async throws(Fault) -> Proto.DeletionReply {
        let id = try AppID(validating: request.appID, field: "app_id")
        guard let left = try await store.bury(id) else { return Proto.DeletionReply(done: true) }
        return Proto.DeletionReply(done: false, remaining: left == 1 ? "1 instance" : "\(left) instances")
    }
}
