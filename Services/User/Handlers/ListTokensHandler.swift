import Core
import Hosting
import Messages
import Messaging

/// An account's API tokens, newest first.
struct ListTokensHandler: Sendable {
    let tokens: TokenStore

    func handle(_ request: Proto.ListTokensRequest, _ context: RequestContext) async throws(Fault) -> Proto.TokenList {
        let account = try context.account(request.accountID)
        let page = try Page.checked(limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor)
        let (items, next) = try await tokens.list(account, page)
        return Proto.TokenList(items: items.map(\.message), nextCursor: next)
    }
}
