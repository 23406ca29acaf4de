import Core
import Messages
import Messaging

struct ListDeploymentsHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.ListDeploymentsRequest, _ context: RequestContext) async throws(Fault) -> Proto.DeploymentList {
        let app = try AppID(validating: request.appID, field: "app_id")
        let page = try Page.checked(limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor)
        let found = try await store.deployments(of: app, project: try context.project, page)
        let items = found.prefix(page.limit)
        return Proto.DeploymentList(
            items: items.map(\.proto), nextCursor: found.count > page.limit ? items.last.map { String($0.number) } : nil)
    }
}
