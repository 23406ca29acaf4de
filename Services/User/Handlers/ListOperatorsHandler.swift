import Core
import Messages
import Messaging

struct ListOperatorsHandler: Sendable {
    let accounts: AccountStore

    func handle(_ request: Proto.ListOperatorsRequest, _ context: RequestContext) async throws(Fault) -> Proto.OperatorList {
        try context.requireOperator()
        let page = try Page.checked(limit: request.limit == 0 ? nil : Int(request.limit), cursor: request.cursor)
        let (items, next) = try await accounts.operators(page)
        return Proto.OperatorList(items: items.map(\.message), nextCursor: next)
    }
}
