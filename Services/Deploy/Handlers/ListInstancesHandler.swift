import Core
import Messages
import Messaging

struct ListInstancesHandler: Sendable {
    let store: DeployStore
    let meter: UsageMeter

    func handle(_ request: Proto.ListInstancesRequest, _ context: RequestContext) async throws(Fault) -> Proto.InstanceList {
        let app = try AppID(validating: request.appID, field: "app_id")
        let instances = try await store.instances(of: app, project: try context.project)
        let running = instances.filter { $0.state == .serving || $0.state == .starting }.compactMap(\.container)
        let usage = await meter.usage(of: running)
        return Proto.InstanceList(
            items: instances.map { instance in
                var item = instance.proto
                item.usage = instance.container.flatMap { usage[$0] }?.proto
                return item
            })
    }
}
