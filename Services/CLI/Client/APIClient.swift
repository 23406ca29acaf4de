import Core
import Foundation
import HTTPClient

/// The public API, as this user.
actor APIClient {
    private let http = HTTPClient()
    private var session: Session
    nonisolated let base: String

    init() throws {
        let environment = Environment.current
        let stored = try Settings.load()
        guard let api = environment.api ?? stored.api else {
            throw CLIError(message: "No platform is known yet.", advice: "slipway login http://localhost:8080", exitCode: .notPermitted)
        }
        base = Self.trimmed(api)
        // A session belongs to the address that gave it: another one never sees its tokens.
        let isItsOwn = stored.api.map(Self.trimmed) == base
        session = environment.token.map { .token($0) } ?? (isItsOwn ? .stored(stored) : .none)
    }

    /// Nobody yet: for signing up and in.
    init(api: String) {
        session = .none
        base = Self.trimmed(api)
    }

    func get(_ path: String) async throws -> JSONValue { try await send("GET", path, nil) }
    func post(_ path: String, _ body: JSONValue = [:]) async throws -> JSONValue { try await send("POST", path, body) }
    func put(_ path: String, _ body: JSONValue?) async throws -> JSONValue { try await send("PUT", path, body) }
    func patch(_ path: String, _ body: JSONValue) async throws -> JSONValue { try await send("PATCH", path, body) }
    @discardableResult func delete(_ path: String) async throws -> JSONValue { try await send("DELETE", path, nil) }

    /// All items of a list, page by page.
    func all(_ path: String, atMost: Int = 10_000) async throws -> [JSONValue] {
        var items: [JSONValue] = []
        var cursor: String?
        repeat {
            let separator = path.contains("?") ? "&" : "?"
            let page = try await get(path + "\(separator)limit=\(min(200, atMost - items.count))" + (cursor.map { "&cursor=\(Self.escape($0))" } ?? ""))
            items += page["items"]?.array ?? []
            cursor = page["next_cursor"]?.string
        } while cursor != nil && items.count < atMost
        return items
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        let response = try await answer(method, "/api/v1/" + path, body.map { $0.encodedBytes() })
        guard response.status < 400 else { throw problem(response.status, (try? JSONValue(parsing: response.body)) ?? .null) }
        return response.body.isEmpty ? .null : (try? JSONValue(parsing: response.body)) ?? .null
    }

    /// An answer of whatever status, asked for as this user. `path` begins at the root.
    func answer(_ method: String, _ path: String, _ body: [UInt8]?, headers: [(String, String)] = []) async throws -> HTTPResponse {
        var request = HTTPRequest(method: method, url: base + path)
        request.headers = headers
        // The same key when it is sent again, so that it happens once.
        if method == "POST", !headers.contains(where: { $0.0.lowercased() == "idempotency-key" }) {
            request.headers.append(("Idempotency-Key", Random.token(16)))
        }
        if let body {
            request.headers.append(("Content-Type", method == "PATCH" ? "application/merge-patch+json" : "application/json"))
            request.body = .bytes(body)
        }
        request.timeout = .seconds(60)
        try await renewSoon()
        let response = try await perform(authorized(request))
        guard response.status == 401, try await renew() else { return response }
        return try await perform(authorized(request))
    }

    /// A stream of server-sent events.
    func open(_ path: String, lastEventID: String?) async throws -> HTTPStream {
        var request = HTTPRequest(method: "GET", url: base + "/api/v1/" + path)
        request.headers = [("Accept", "text/event-stream")]
        if let lastEventID { request.headers.append(("Last-Event-ID", lastEventID)) }
        try await renewSoon()
        do {
            let stream = try await http.stream(authorized(request))
            guard stream.status == 401, try await renew() else { return stream }
            return try await http.stream(authorized(request))
        } catch let error as HTTPError {
            throw unreachable(error)
        }
    }

    /// What a refusal means, said to this user.
    func problem(_ status: Int, _ json: JSONValue) -> CLIError {
        var error = Problem.error(status, json, from: base, withToken: session.isToken)
        if status == 401, !session.isToken {
            error.message = session.isNobody ? "Nobody is logged in to \(base)." : "Your session on \(base) has ended."
        }
        return error
    }

    private func authorized(_ request: HTTPRequest) -> HTTPRequest {
        var request = request
        if !request.headers.contains(where: { $0.0 == "Accept" }) { request.headers.append(("Accept", "application/json")) }
        request.headers.append(("User-Agent", "slipway-cli/\(Version.number)"))
        if let bearer = session.bearer { request.headers.append(("Authorization", "Bearer \(bearer)")) }
        return request
    }

    private func perform(_ request: HTTPRequest) async throws -> HTTPResponse {
        do {
            return try await http.send(request)
        } catch {
            throw unreachable(error)
        }
    }

    /// Before the access token's ten minutes are over: a stream that is opened with it should not begin with a refusal.
    private func renewSoon() async throws {
        guard case .stored(let settings) = session, let end = settings.expiresAt, end - .now() < .seconds(30) else { return }
        _ = try await renew()
    }

    private func renew() async throws -> Bool {
        guard case .stored(let settings) = session, settings.refreshToken != nil else { return false }
        let renewed = try await SessionRenewal(path: Settings.path).renewed(settings) { [base] token in
            var request = HTTPRequest(method: "POST", url: base + "/api/v1/auth/refresh")
            request.headers = [("Content-Type", "application/json"), ("Accept", "application/json")]
            request.body = .bytes((["refresh_token": .string(token)] as JSONValue).encodedBytes())
            request.timeout = .seconds(20)
            return try await self.perform(request)
        }
        guard let renewed else { return false }
        session = .stored(renewed)
        return true
    }

    private func unreachable(_ error: HTTPError) -> CLIError {
        let why = error.message.hasSuffix(".") ? String(error.message.dropLast()) : error.message
        return CLIError(
            message: "\(base) does not answer: \(why).",
            advice: "is it up?  make run   on its machine; another address:  slipway login URL", exitCode: .unavailable, code: "unavailable",
            isPassing: true)
    }

    static func trimmed(_ api: String) -> String { api.hasSuffix("/") ? trimmed(String(api.dropLast())) : api }

    static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.intersection(.init(charactersIn: Unicode.Scalar(0)..."\u{7F}")).union(.init(charactersIn: "-._~"))) ?? text
    }
}

/// As whom the platform is asked.
enum Session {
    case none
    /// SLIPWAY_TOKEN: never renewed, never stored.
    case token(String)
    case stored(Settings)

    var bearer: String? {
        switch self {
        case .none: nil
        case .token(let token): token
        case .stored(let settings): settings.accessToken
        }
    }

    var isToken: Bool { if case .token = self { true } else { false } }
    var isNobody: Bool { bearer == nil }
}

/// What the environment says; it wins over the settings file.
struct Environment {
    var api: String?
    var token: String?

    static var current: Environment {
        let variables = ProcessInfo.processInfo.environment
        func value(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        return Environment(api: value("SLIPWAY_URL") ?? value("SLIPWAY_API"), token: value("SLIPWAY_TOKEN"))
    }
}
