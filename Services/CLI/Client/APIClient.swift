import Core
import Foundation
import HTTPClient

/// The public API, as this user.
actor APIClient {
    private let http = HTTPClient()
    private var settings: Settings
    private let token: String?
    let base: String

    init() throws {
        let stored = try Settings.load()
        settings = stored
        let environment = ProcessInfo.processInfo.environment
        token = environment["SLIPWAY_TOKEN"].flatMap { $0.isEmpty ? nil : $0 }
        guard let api = environment["SLIPWAY_API"].flatMap({ $0.isEmpty ? nil : $0 }) ?? stored.api else {
            throw CLIError(message: "No platform is known yet.", advice: "slipway login --api http://localhost:8080")
        }
        base = api.hasSuffix("/") ? String(api.dropLast()) : api
    }

    init(api: String) {
        settings = Settings()
        token = nil
        base = api.hasSuffix("/") ? String(api.dropLast()) : api
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
            let page = try await get(path + "\(separator)limit=200" + (cursor.map { "&cursor=\(Self.escape($0))" } ?? ""))
            items += page["items"]?.array ?? []
            cursor = page["next_cursor"]?.string
        } while cursor != nil && items.count < atMost
        return items
    }

    private func send(_ method: String, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        let key = method == "POST" ? Random.token(16) : nil
        var response = try await attempt(method, path, body, key)
        if response.status == 401, try await refresh() { response = try await attempt(method, path, body, key) }
        return try Self.read(response)
    }

    private func attempt(_ method: String, _ path: String, _ body: JSONValue?, _ key: String?) async throws -> HTTPResponse {
        var request = HTTPRequest(method: method, url: base + "/api/v1/" + path)
        request.headers = headers()
        if let key { request.headers.append(("Idempotency-Key", key)) }
        if let body {
            request.headers.append(("Content-Type", method == "PATCH" ? "application/merge-patch+json" : "application/json"))
            request.body = .bytes(body.encodedBytes())
        }
        request.timeout = .seconds(60)
        do {
            return try await http.send(request)
        } catch {
            throw unreachable(error)
        }
    }

    /// A stream of server-sent events that goes on where it broke off.
    func open(_ path: String, lastEventID: String?) async throws -> HTTPStream {
        var request = HTTPRequest(method: "GET", url: base + "/api/v1/" + path)
        request.headers = headers() + [("Accept", "text/event-stream")]
        if let lastEventID { request.headers.append(("Last-Event-ID", lastEventID)) }
        do {
            let stream = try await http.stream(request)
            if stream.status == 401, try await refresh() {
                request.headers = headers() + [("Accept", "text/event-stream")]
                return try await http.stream(request)
            }
            return stream
        } catch let error as HTTPError {
            throw unreachable(error)
        }
    }

    private func headers() -> [(String, String)] {
        var headers = [("Accept", "application/json"), ("User-Agent", "slipway-cli/0.1")]
        if let bearer = token ?? settings.accessToken { headers.append(("Authorization", "Bearer \(bearer)")) }
        return headers
    }

    /// A new access token for the refresh token. Another command may have done so meanwhile: its file wins.
    private func refresh() async throws -> Bool {
        guard token == nil else { return false }
        let stored = try Settings.load()
        if stored.accessToken != settings.accessToken, stored.accessToken != nil {
            settings = stored
            return true
        }
        guard let refresh = settings.refreshToken else { return false }
        let response = try await attempt("POST", "auth/refresh", ["refresh_token": .string(refresh)], nil)
        guard response.status == 200, let json = try? JSONValue(parsing: response.body) else { return false }
        settings.accessToken = json["access_token"]?.string
        settings.refreshToken = json["refresh_token"]?.string ?? refresh
        settings.expiresAt = json["expires_in"]?.int.map { Timestamp.now().adding(.seconds($0)) }
        try settings.save()
        return true
    }

    private func unreachable(_ error: HTTPError) -> CLIError {
        CLIError(
            message: "\(base) does not answer: \(error.message).",
            advice: "is it up?  make run   or name another:  slipway login --api URL", isPassing: true)
    }

    static func read(_ response: HTTPResponse) throws -> JSONValue {
        let json = response.body.isEmpty ? JSONValue.null : (try? JSONValue(parsing: response.body)) ?? .null
        guard response.status < 400 else { throw problem(response.status, json) }
        return json
    }

    /// RFC 9457 → one sentence and what comes next.
    static func problem(_ status: Int, _ json: JSONValue) -> CLIError {
        let fields = json["errors"]?.array ?? []
        var message = json["detail"]?.string ?? json["title"]?.string ?? "The platform answered \(status)."
        if !fields.isEmpty {
            message = fields.map { "\($0["field"]?.string ?? "") \($0["message"]?.string ?? "")" }.joined(separator: "; ")
        }
        let advice: String? =
            switch status {
            case 401: "slipway login"
            case 429: "wait a moment, then say it again"
            case 500...: json["request_id"]?.string.map { "say it again; the operator finds it by request \($0)" }
            default: nil
            }
        return CLIError(message: message, advice: advice, code: json["code"]?.string, isPassing: [502, 503, 504].contains(status))
    }

    static func escape(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(.init(charactersIn: "-._~"))) ?? text
    }
}
