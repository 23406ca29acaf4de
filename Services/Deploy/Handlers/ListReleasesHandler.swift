import Core
import Messages
import Messaging

struct ListReleasesHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.ListReleasesRequest, _ context: RequestContext) async throws(Fault) -> Proto.ReleaseList {
        let app = try AppID(validating: request.appID, field: "app_id")
        let page = try Page.checked(limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor)
        let found = try await store.releases(of: app, project: try context.project, page)
        let items = Array(found.prefix(page.limit))
        return Proto.ReleaseList(items: items, nextCursor: found.count > page.limit ? items.last.map { String($0.number) } : nil)
    }
}
