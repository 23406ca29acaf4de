import Core
import Messages
import Messaging

struct ListInstancesHandler: Sendable {
    let store: DeployStore
    let runtime: any Runtime

    func handle(_ request: Proto.ListInstancesRequest, _ context: RequestContext) async throws(Fault) -> Proto.InstanceList {
        let app = try AppID(validating: request.appID, field: "app_id")
        let instances = try await store.instances(of: app, project: try context.project)
        let usage = await runtime.usage(of: instances)
        return Proto.InstanceList(
            items: instances.map { instance in
                var item = instance.proto
                item.usage = usage[instance.id]?.proto
                return item
            })
    }
}
