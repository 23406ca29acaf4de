import Core
import Hosting
import Messages
import Messaging

/// Where an account is logged in, newest first; at most 200.
struct ListSessionsHandler: Sendable {
    let sessions: SessionStore

    func handle(_ request: Proto.ListSessionsRequest, _ context: RequestContext) async throws(Fault) -> Proto.SessionList {
        let sessions = try await sessions.list(context.account(request.accountID))
        return Proto.SessionList(items: sessions.map(\.message))
    }
}
