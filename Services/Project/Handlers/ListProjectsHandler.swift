import Core
import Hosting
import Messages
import Messaging

/// The projects an account is a member of, by name.
struct ListProjectsHandler: Sendable {
    let store: ProjectStore

    func handle(_ request: Proto.ListProjectsRequest, _ context: RequestContext) async throws(Fault) -> Proto.ProjectList {
        let account = try context.account(request.accountID)
        let page = try Page.checked(limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor)
        let (items, next) = try await store.memberships(of: account, page)
        return Proto.ProjectList(items: items.map(\.message), nextCursor: next)
    }
}
