import Core
import Identity
import Messages
import Messaging

/// The gateway's question about every credential: who holds it, and what may they do with it?
struct AuthenticateHandler: Sendable {
    let stores: Stores

    func handle(_ request: Proto.AuthenticateRequest, _ context: RequestContext) async throws(Fault) -> Proto.Identity {
        let identity: Proto.Identity? =
            switch request.kind {
            case "api": try await stores.tokens.holder(of: hash(request)).map(Self.identity)
            case "cookie": try await stores.sessions.holder(ofCookie: hash(request)).map(Self.identity)
            case "session": try await stores.sessions.holder(of: session(request)).map(Self.identity)
            default: throw .invalid("kind", "must be api, cookie or session")
            }
        guard let identity else { throw .unauthenticated("Log in again: this credential is not valid any more.") }
        return identity
    }

    private func hash(_ request: Proto.AuthenticateRequest) throws(Fault) -> SecretHash {
        try SecretHash(validating: request.secretHash, field: "secret_hash")
    }

    private func session(_ request: Proto.AuthenticateRequest) throws(Fault) -> SessionID {
        try SessionID(validating: request.sessionID, field: "session_id")
    }

    /// A person who logged in may do whatever their roles allow.
    private static func identity(_ account: Account, _ session: Session) -> Proto.Identity {
        Proto.Identity(
            account: account.message, sessionID: session.id.description, scopes: Scope.allCases.map(\.rawValue),
            expiresAt: session.expiresAt.microseconds)
    }

    private static func identity(_ account: Account, _ token: Token) -> Proto.Identity {
        Proto.Identity(
            account: account.message, tokenID: token.id.description, scopes: token.scopes.map(\.rawValue),
            expiresAt: token.expiresAt?.microseconds ?? 0)
    }
}
