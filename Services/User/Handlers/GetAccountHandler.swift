import Core
import Hosting
import Messages
import Messaging

struct GetAccountHandler: Sendable {
    let accounts: AccountStore

    func handle(_ request: Proto.GetAccountRequest, _ context: RequestContext) async throws(Fault) -> Proto.Account {
        guard let account = try await accounts.account(context.account(request.accountID)) else {
            throw .notFound("such account")
        }
        return account.message
    }
}
