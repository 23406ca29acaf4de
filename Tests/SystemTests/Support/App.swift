import Core
import HTTPClient
import Testing
import TestSupport

/// An app on the platform, and what a test does with it.
struct App: Sendable {
    let api: API
    let id: String
    let url: String
    let platform: Platform
    private let http = HTTPClient()

    init(_ api: API, _ platform: Platform, project: String, _ name: String, _ body: JSONValue) async throws {
        var whole = body
        whole["name"] = .string(name)
        let app = try await api.expect(201, "POST", "projects/\(project)/apps", whole)
        self.api = api
        self.platform = platform
        id = app["id"]?.string ?? ""
        url = app["url"]?.string ?? ""
    }

    var host: String { String(url.drop { $0 != "/" }.dropFirst(2)) }

    func deploy(_ body: JSONValue = [:]) async throws -> String {
        try await api.expect(202, "POST", "apps/\(id)/deployments", body)["id"]?.string ?? ""
    }

    func state() async throws -> JSONValue { try await api.expect(200, "GET", "apps/\(id)") }
    func deployment(_ id: String) async throws -> JSONValue { try await api.expect(200, "GET", "deployments/\(id)") }

    /// The deployment once it has ended; fails when it ended otherwise than `status`.
    @discardableResult
    func ended(_ deployment: String, as status: String, within: Duration = .seconds(120), sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSONValue {
        let ended = try await eventually("deployment \(deployment) ends", within: within, every: .milliseconds(100)) {
            try await self.deployment(deployment)
        } until: { ["live", "failed", "cancelled", "superseded"].contains($0["status"]?.string ?? "") }
        #expect(ended["status"]?.string == status, "\(ended.encoded())", sourceLocation: sourceLocation)
        return ended
    }

    /// GET of the app itself, through the router, as a browser would.
    func get(_ path: String = "/") async throws -> (status: Int, body: String) {
        var request = HTTPRequest(method: "GET", url: "http://\(platform.appsHost):\(platform.appsPort)\(path)")
        request.headers = [("Host", host)]
        request.timeout = .seconds(10)
        let response = try await http.send(request)
        return (response.status, String(decoding: response.body, as: UTF8.self))
    }

    func says(_ text: String, within: Duration = .seconds(10)) async throws {
        try await eventually("\(url) says \(text)", within: within) { try await get() } until: { $0.status == 200 && $0.body.contains(text) }
    }
}

/// Small apps without dependencies, as files of a repository.
enum Samples {
    /// Serves a page, and its variable GREETING beside it.
    static func web(_ platform: Platform, page: String, extra: [String: String] = [:]) throws -> [String: String] {
        [
            "Dockerfile": """
                FROM \(try platform.baseImage("static"))
                WORKDIR /app
                COPY . /app
                CMD ["/bin/sh", "/app/run.sh"]
                """,
            "page.html": page,
            "run.sh": """
                mkdir -p /tmp/www && cp /app/page.html /tmp/www/index.html
                echo "greeting=$GREETING" > /tmp/www/greeting
                echo "listening on $PORT"
                exec busybox httpd -f -p "$PORT" -h /tmp/www
                """,
        ].merging(extra) { _, new in new }
    }

    static func dockerfile(_ platform: Platform, _ script: String) throws -> [String: String] {
        [
            "Dockerfile": """
                FROM \(try platform.baseImage("static"))
                COPY run.sh /run.sh
                CMD ["/bin/sh", "/run.sh"]
                """,
            "run.sh": script,
        ]
    }

    static func settings(_ repository: Repository, branch: String = "main", method: String = "dockerfile", autoDeploy: Bool = false, run: JSONValue = [:]) -> JSONValue {
        [
            "source": ["repository": .string(repository.url), "branch": .string(branch), "auto_deploy": .bool(autoDeploy)],
            "build": ["method": .string(method)], "run": run,
        ]
    }
}
