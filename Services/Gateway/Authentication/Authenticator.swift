import Core
import Crypto
import HTTPTypes
import Hummingbird
import Messages
import Messaging

/// Says who makes a request. The user service is asked about every credential, through a cache that is at most a second
/// old: a revoked session or token stops working within that second, on every replica, without anybody being told.
struct Authenticator: Sendable {
    private enum Shown: Hashable {
        case api([UInt8])
        case session(String)
        case cookie([UInt8])
    }

    let tokens: AccessTokens
    let cookie: SessionCookie
    let forgery: ForgeryGuard
    private let backend: Backend
    private let known = BoundedCache<Shown, Proto.Identity>(capacity: 20_000, lifetime: .seconds(1))

    init(tokens: AccessTokens, cookie: SessionCookie, forgery: ForgeryGuard, backend: Backend) {
        self.tokens = tokens
        self.cookie = cookie
        self.forgery = forgery
        self.backend = backend
    }

    /// The caller, by a bearer token or else by the session cookie.
    func caller(of request: Request, _ context: CallContext) async throws(Fault) -> Caller {
        if let header = request.headers[.authorization] { return try await bearer(header, context) }
        guard let value = cookie.read(request.headers) else {
            throw .unauthenticated("This needs a bearer token or a session.")
        }
        guard let secret = SecretToken(.cookie, reading: value) else { throw Self.refusal }
        let identity = try await identity(.cookie(secret.hash), context)
        guard let session = identity.sessionID else { throw Self.refusal }
        return try Caller(identity, .cookie(session, cookie: value))
    }

    /// Whether what the caller showed still holds. A bearer's session is asked about; its token may have expired since.
    func check(_ caller: Caller, _ context: CallContext) async throws(Fault) {
        switch caller.credential {
        case .token(_, let hash): _ = try await identity(.api(hash), context)
        case .session(let id): _ = try await identity(.session(id), context)
        case .cookie(_, let value):
            guard let secret = SecretToken(.cookie, reading: value) else { throw Self.refusal }
            _ = try await identity(.cookie(secret.hash), context)
        }
    }

    /// Forgets a credential at once, after it was revoked here; the other replicas follow within a second.
    func forget(_ credential: Caller.Credential) {
        switch credential {
        case .token: break
        case .session(let id): known.forget(.session(id))
        case .cookie(let id, let value):
            known.forget(.session(id))
            if let secret = SecretToken(.cookie, reading: value) { known.forget(.cookie(secret.hash)) }
        }
    }

    private func bearer(_ header: String, _ context: CallContext) async throws(Fault) -> Caller {
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else {
            throw .unauthenticated("The header Authorization must be \"Bearer <token>\".")
        }
        let text = String(parts[1])
        if text.hasPrefix(SecretToken.Kind.api.rawValue) {
            guard let secret = SecretToken(.api, reading: text) else { throw Self.refusal }
            let identity = try await identity(.api(secret.hash), context)
            guard let token = identity.tokenID else { throw Self.refusal }
            return try Caller(identity, .token(token, hash: secret.hash))
        }
        let claims = try await tokens.verify(text)
        let identity = try await identity(.session(claims.sid), context)
        guard identity.account?.id == claims.sub else { throw Self.refusal }
        return try Caller(identity, .session(claims.sid))
    }

    private func identity(_ shown: Shown, _ context: CallContext) async throws(Fault) -> Proto.Identity {
        do throws(Fault) {
            let identity = try await known.value(of: shown) { () async throws(Fault) -> Proto.Identity in
                try await backend.send(UserInternalRPC.authenticate, Self.question(shown), context)
            }
            guard identity.expiresAt == 0 || identity.expiresAt > Timestamp.now().microseconds else { throw Self.refusal }
            return identity
        } catch {
            switch error.code {
            case .notFound, .unauthenticated, .permissionDenied: throw Self.refusal
            default: throw error
            }
        }
    }

    private static func question(_ shown: Shown) -> Proto.AuthenticateRequest {
        switch shown {
        case .api(let hash): Proto.AuthenticateRequest(kind: "api", secretHash: hash)
        case .cookie(let hash): Proto.AuthenticateRequest(kind: "cookie", secretHash: hash)
        case .session(let id): Proto.AuthenticateRequest(kind: "session", sessionID: id)
        }
    }

    private static let refusal = Fault.unauthenticated("The token or session is not valid, or has expired.")
}
