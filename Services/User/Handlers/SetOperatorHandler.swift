import Core
import Messages
import Messaging

/// Makes an account an operator, or no operator any more. Saying it twice is saying it once.
struct SetOperatorHandler: Sendable {
    let accounts: AccountStore

    func handle(_ request: Proto.SetOperatorRequest, _ context: RequestContext) async throws(Fault) -> Proto.Account {
        try context.requireOperator()
        return try await accounts.setOperator(request.isOperator, AccountReference(request.account)).message
    }
}
