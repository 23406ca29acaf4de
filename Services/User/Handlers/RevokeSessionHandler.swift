import Core
import Hosting
import Messages
import Messaging

struct RevokeSessionHandler: Sendable {
    let sessions: SessionStore

    func handle(_ request: Proto.RevokeSessionRequest, _ context: RequestContext) async throws(Fault) -> Proto.Empty {
        let account = try context.account(request.accountID)
        let session = try SessionID(validating: request.sessionID, field: "session_id")
        guard try await sessions.revoke(session, of: account) else { throw .notFound("such session") }
        return Proto.Empty()
    }
}
