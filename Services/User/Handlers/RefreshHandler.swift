import Core
import Messages
import Messaging

/// A refresh token for the next one. Each works once: a used one that comes back was stolen, or its thief used it first,
/// so nobody keeps the session.
struct RefreshHandler: Sendable {
    let sessions: SessionStore

    func handle(_ request: Proto.RefreshRequest, _ context: RequestContext) async throws(Fault) -> Proto.LogInReply {
        let old = try SecretHash(validating: request.refreshHash, field: "refresh_hash")
        let next = try SecretHash(validating: request.nextRefreshHash, field: "next_refresh_hash")
        switch try await sessions.rotate(old, to: next) {
        case .rotated(let account, let session):
            return Proto.LogInReply(account: account.message, session: session.message)
        case .reused:
            throw Fault(
                .unauthenticated, "This refresh token was used before, so its session has ended; log in again.",
                reason: "refresh_token_reused")
        case .unknown:
            throw .unauthenticated("The session has ended; log in again.")
        }
    }
}
