import Core
import HTTPClient
import Testing

/// The public API as its clients see it: a status and JSON.
struct API: Sendable {
    struct Answer: Sendable {
        let status: Int
        let json: JSONValue
        let headers: [(name: String, value: String)]
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    let base: String
    var token: String?
    private let http = HTTPClient()

    init(_ base: String, token: String? = nil) {
        self.base = base
        self.token = token
    }

    func call(_ method: String, _ path: String, _ body: JSONValue? = nil, headers: [(String, String)] = []) async throws -> Answer {
        try await send(method, path, body.map { $0.encodedBytes() }, headers: headers)
    }

    func send(_ method: String, _ path: String, _ body: [UInt8]?, headers: [(String, String)] = []) async throws -> Answer {
        var request = HTTPRequest(method: method, url: base + "/api/v1/" + path)
        request.headers = headers
        if let token { request.headers.append(("Authorization", "Bearer \(token)")) }
        if let body {
            request.headers.append(("Content-Type", "application/json"))
            request.body = .bytes(body)
        }
        request.timeout = .seconds(30)
        let response = try await http.send(request)
        let json = response.body.isEmpty ? JSONValue.null : (try? JSONValue(parsing: response.body)) ?? .null
        return Answer(status: response.status, json: json, headers: response.headers.map { (name: $0.0, value: $0.1) })
    }

    /// The JSON of an answer that must have this status.
    @discardableResult
    func expect(_ status: Int, _ method: String, _ path: String, _ body: JSONValue? = nil, headers: [(String, String)] = []) async throws -> JSONValue {
        let answer = try await call(method, path, body, headers: headers)
        guard answer.status == status else {
            throw Unexpected(description: "\(method) \(path): \(answer.status) instead of \(status): \(answer.json.encoded())")
        }
        return answer.json
    }

    /// The same, over a moment in which the door itself is away: what a client that tries again sees.
    func persistently(_ status: Int, _ method: String, _ path: String, _ body: JSONValue? = nil, key: String? = nil) async throws -> JSONValue {
        let headers = key.map { [("Idempotency-Key", $0)] } ?? []
        var last: any Error = Unexpected(description: "never asked")
        for _ in 0..<100 {
            do {
                let answer = try await call(method, path, body, headers: headers)
                if answer.status == status { return answer.json }
                last = Unexpected(description: "\(method) \(path): \(answer.status) instead of \(status): \(answer.json.encoded())")
                guard answer.status >= 500 || answer.status == 409 || answer.status == 404 else { throw last }
            } catch let error as HTTPError {
                last = error
            }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw last
    }

    /// The account that `make run` signed up: the installation's operator.
    static func operating(_ platform: Platform) async throws -> API {
        var api = API(platform.api)
        let session = try await api.expect(200, "POST", "auth/login", ["email": .string(platform.email), "password": .string(platform.password)])
        api.token = session["access_token"]?.string
        return api
    }

    /// A new person with a project of theirs.
    static func newcomer(_ platform: Platform) async throws -> (api: API, project: String) {
        var api = API(platform.api)
        let name = "t" + Hex.encode(Random.bytes(5))
        let email = "\(name)@example.org"
        try await api.expect(201, "POST", "auth/signup", ["email": .string(email), "password": "correct horse battery", "name": "Tester"])
        let session = try await api.expect(200, "POST", "auth/login", ["email": .string(email), "password": "correct horse battery"])
        api.token = session["access_token"]?.string
        // An access token lives ten minutes: a long test asks by an API token.
        let token = try await api.expect(201, "POST", "tokens", ["name": "tests", "scopes": ["read", "deploy", "admin"]])
        api.token = token["token"]?.string
        try await api.expect(201, "POST", "projects", ["name": .string(name)])
        return (api, name)
    }
}
