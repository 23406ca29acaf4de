import Core
import Identity
import Messages
import Messaging

/// A page of the projects that the gateway names, which are those that the person may see.
struct ListAppsHandler: Sendable {
    let store: AppStore

    func handle(_ request: Proto.ListAppsRequest, _ context: RequestContext) async throws -> Proto.AppList {
        var projects: [ProjectID] = []
        for text in request.projectIDs { projects.append(try ProjectID(validating: text, field: "project")) }
        if let only = context.actor?.project { projects = projects.filter { $0 == only } }
        let page = try Page.checked(
            limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor.isEmpty ? nil : request.cursor)
        let apps = projects.isEmpty ? [] : try await store.list(projects: projects, name: request.name.isEmpty ? nil : request.name, page: page)
        var items: [Proto.App] = []
        var bytes = 0
        for app in apps.prefix(page.limit) {
            bytes += try app.encoded().count + 8
            if bytes > 200_000 { break }
            items.append(app)
        }
        return Proto.AppList(items: items, nextCursor: items.count < apps.count ? items.last?.id : nil)
    }
}
