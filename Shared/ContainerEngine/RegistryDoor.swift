import Core
import HTTPClient
import Synchronization

/// Logs in at one registry: finds out how that wants it, shows the password to nobody else, and keeps what it was given for it.
///
/// A registry says 401 and how: Basic wants the login with each request; Bearer names a token service (its realm), which takes the login
/// and gives a token for a repository and some actions, for a while.
final class RegistryDoor: Sendable {
    private enum Way {
        case unknown
        case basic
        case tokens(RegistryTokenService)
    }

    private struct Kept {
        var token: Secret<String>
        var until: ContinuousClock.Instant
    }

    private struct Inside {
        var way = Way.unknown
        var tokens: [RegistryScope?: Kept] = [:]
    }

    /// Tokens at once. When there are more, those that are over go, then all.
    private static let most = 1_000

    private let host: String
    private let isPlain: Bool
    let login: HTTPLogin
    private let http: HTTPClient
    private let trust: HTTPTrust
    private let inside = Mutex(Inside())

    init(host: String, isPlain: Bool, login: HTTPLogin, http: HTTPClient, trust: HTTPTrust) {
        self.host = host
        self.isPlain = isPlain
        self.login = login
        self.http = http
        self.trust = trust
    }

    /// With what the registry is known to want; a token that is not at hand is asked for.
    func signed(_ request: HTTPRequest, for scope: RegistryScope?) async throws(EngineError) -> HTTPRequest {
        var signed = request
        let (way, kept) = inside.withLock { ($0.way, $0.tokens[scope]) }
        switch way {
        case .unknown: break
        case .basic: signed.login = login
        case .tokens(let service):
            if let kept, kept.until > .now {
                signed.bearer = kept.token
            } else {
                signed.bearer = try await token(of: service, for: scope)
            }
        }
        return signed
    }

    /// Learns from a 401 what is to be shown the next time.
    /// - Throws: when the password was shown already, or must not be shown where the registry wants it.
    func learn(from head: HTTPHead, to request: HTTPRequest, for scope: RegistryScope?) throws(EngineError) {
        let challenges = head.headers.filter { $0.name.lowercased() == "www-authenticate" }.flatMap { AuthenticationChallenge.all(in: $0.value) }
        if let bearer = challenges.first(where: { $0.scheme == "bearer" }) {
            let service = try RegistryTokenService(bearer, of: host, mayBePlain: isPlain)
            inside.withLock { inside in
                inside.way = .tokens(service)
                inside.tokens[scope] = nil
            }
        } else if challenges.contains(where: { $0.scheme == "basic" }) {
            guard request.login == nil else { throw .loginRefused(by: host) }
            inside.withLock { $0.way = .basic }
        } else {
            throw EngineError(status: 401, message: "\(host) wants a login in a way that is not known here, neither Basic nor Bearer")
        }
    }

    /// Of a second 401: what was shown is not enough.
    func refusal(for scope: RegistryScope?) -> EngineError {
        guard let scope, inside.withLock({ if case .tokens = $0.way { true } else { false } }) else { return .loginRefused(by: host) }
        return .notAllowed(scope, by: host)
    }

    private func token(of service: RegistryTokenService, for scope: RegistryScope?) async throws(EngineError) -> Secret<String> {
        let start = ContinuousClock.now
        let (token, life) = try await service.token(for: scope, login, http, trust)
        // Some of its life is left for what it is shown with.
        let kept = Kept(token: token, until: start + life - min(.seconds(10), life / 4))
        inside.withLock { inside in
            if inside.tokens.count >= Self.most { inside.tokens = inside.tokens.filter { $0.value.until > start } }
            if inside.tokens.count >= Self.most { inside.tokens = [:] }
            inside.tokens[scope] = kept
        }
        return token
    }
}
