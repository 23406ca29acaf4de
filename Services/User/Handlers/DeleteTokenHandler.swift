import Core
import Hosting
import Messages
import Messaging

struct DeleteTokenHandler: Sendable {
    let tokens: TokenStore

    func handle(_ request: Proto.DeleteTokenRequest, _ context: RequestContext) async throws(Fault) -> Proto.Empty {
        let account = try context.account(request.accountID)
        let token = try TokenID(validating: request.tokenID, field: "token_id")
        guard try await tokens.delete(token, of: account) else { throw .notFound("such token") }
        return Proto.Empty()
    }
}
