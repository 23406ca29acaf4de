import Core
import Hosting
import Messages
import Messaging

/// Ends the session of whoever asks. One that has ended already is what was wanted.
struct LogOutHandler: Sendable {
    let sessions: SessionStore

    func handle(_ request: Proto.LogOutRequest, _ context: RequestContext) async throws(Fault) -> Proto.Empty {
        let session = try SessionID(validating: request.sessionID, field: "session_id")
        _ = try await sessions.revoke(session, of: context.account)
        return Proto.Empty()
    }
}
