import Core
import Identity
import Messages
import Messaging

struct ListBuildsHandler: Sendable {
    let store: BuildStore

    func handle(_ request: Proto.ListBuildsRequest, _ context: RequestContext) async throws -> Proto.BuildList {
        try context.require(.viewer)
        let page = try Page.checked(
            limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor.isEmpty ? nil : request.cursor)
        let builds = try await store.list(
            app: try AppID(validating: request.appID, field: "app"), project: try context.project, page: page)
        var items: [Proto.Build] = []
        var bytes = 0
        for build in builds.prefix(page.limit) {
            var message = build.message
            // The plan and the last output are a question about one build.
            message.plan = ""
            message.failure?.details = ""
            bytes += 1_000 + (message.failure?.message.utf8.count ?? 0)
            if bytes > 200_000 { break }
            items.append(message)
        }
        return Proto.BuildList(items: items, nextCursor: items.count < builds.count ? items.last?.id : nil)
    }
}
