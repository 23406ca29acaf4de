import Core
import HTTPClient
import Telemetry

/// Who gives tokens for a registry, as that says: https://distribution.github.io/distribution/spec/auth/token/.
struct RegistryTokenService: Sendable {
    /// What a token lasts that does not say.
    private static let usualLife: Int64 = 60

    private let registry: String
    private let realm: String
    private let origin: HTTPOrigin
    private let name: String?

    /// - Parameter mayBePlain: the registry itself is spoken to without TLS. Behind TLS, a password goes nowhere without.
    init(_ challenge: AuthenticationChallenge, of registry: String, mayBePlain: Bool) throws(EngineError) {
        guard let realm = challenge.parameters["realm"], !realm.contains("#"), let origin = HTTPOrigin(realm) else {
            throw EngineError(status: 401, message: "\(registry) names no token service that can be asked")
        }
        guard mayBePlain || !origin.isPlain else {
            throw EngineError(status: 401, message: "\(registry) names a token service without TLS at \(origin.host); the login is not shown there")
        }
        self.registry = registry
        self.realm = realm
        self.origin = origin
        name = challenge.parameters["service"]
    }

    func token(
        for scope: RegistryScope?, _ login: HTTPLogin, _ http: HTTPClient, _ trust: HTTPTrust
    ) async throws(EngineError) -> (Secret<String>, life: Duration) {
        let query = [name.map { ("service", $0) }, scope.map { ("scope", $0.text) }].compactMap(\.self)
        let text = query.map { "\($0)=\($1.percentEncoded)" }.joined(separator: "&")
        let mark = text.isEmpty ? "" : realm.contains("?") ? "&" : "?"
        var request = HTTPRequest(url: realm + mark + text, timeout: .seconds(15), maxBody: 256 << 10, tls: trust)
        request.login = login
        let start = ContinuousClock.now
        let answer: HTTPResponse
        do throws(HTTPError) {
            answer = try await http.send(request)
        } catch {
            EngineMetrics.registry.observe(since: start, "GET token", EngineMetrics.outcome(nil))
            throw EngineError(error)
        }
        EngineMetrics.registry.observe(since: start, "GET token", EngineMetrics.outcome(answer.status))
        if answer.status == 403, let scope { throw .notAllowed(scope, by: registry) }
        if answer.status == 401 || answer.status == 403 { throw .loginRefused(by: origin.host, for: registry) }
        // Its words stay out: nobody knows what they repeat.
        guard answer.status == 200, let json = try? answer.json() else {
            throw EngineError(status: answer.status, message: "the token service \(origin.host) of \(registry) answers \(answer.status) without a token")
        }
        guard let token = [json["token"], json["access_token"]].compactMap({ $0?.string }).first(where: { !$0.isEmpty }) else {
            throw .unreadable("the answer of the token service \(origin.host)")
        }
        let life = min(max(json["expires_in"]?.int ?? Self.usualLife, 1), 86_400)
        return (Secret(token), .seconds(life))
    }
}
