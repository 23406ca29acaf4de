import Core
import Messages
import Messaging

struct ListInstancesHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.ListInstancesRequest, _ context: RequestContext) async throws(Fault) -> Proto.InstanceList {
        let app = try AppID(validating: request.appID, field: "app_id")
        return Proto.InstanceList(items: try await store.instances(of: app, project: try context.project).map(\.proto))
    }
}
