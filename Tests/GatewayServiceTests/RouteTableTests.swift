import Core
import HTTPTypes
import Hummingbird
import Identity
import Testing

@testable import GatewayService

@Suite struct RouteTableTests {
    private func route(_ path: String, _ permission: Permission) -> Route {
        Route(.get, path, "x", "x", permission, answer: .nothing) { _ in .nothing }
    }

    @Test func `two routes in one place are refused`() {
        #expect(throws: Fault.self) { try RouteTable([route("/a", .everyone), route("/a", .everyone)]) }
    }

    @Test func `a permission must be about something that the path names`() throws {
        #expect(throws: Fault.self) { try RouteTable([route("/a/{app}", .project(.viewer, .read, of: .build))]) }
        _ = try RouteTable([route("/a/{app}", .project(.viewer, .read, of: .app))])
    }

    @Test func `where only the method is wrong the right ones are named`() throws {
        let table = try RouteTable([route("/a/{app}", .project(.viewer, .read, of: .app)), route("/a/b/c", .everyone)])
        #expect(table.refusal(at: "/a/x").status == 405)
        #expect(table.refusal(at: "/a/x").headers[.allow] == "GET, HEAD")
        #expect(table.refusal(at: "/a/x/c").status == 404)
        #expect(table.refusal(at: "/").status == 404)
    }

    @Test func `who has the document is told so, and the page lets nothing but its style in`() async throws {
        try await Door.open { door in
            let tag = try #require(try await door.call("GET", "/openapi.json").header("ETag"))
            #expect(try await door.call("GET", "/openapi.json", nil, token: nil, [("If-None-Match", tag)]).status == 304)
            #expect(try await door.call("GET", "/openapi.json", nil, token: nil, [("If-None-Match", "\"another\"")]).status == 200)
            let page = try await door.call("GET", "/reference", nil, token: nil, [("If-None-Match", "*")])
            #expect(page.status == 304)
            let policy = try #require(page.header("Content-Security-Policy"))
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
            #expect(!policy.contains("unsafe"))
        }
    }

    @Test func `only signing up and in, health and the document are for everyone`() async throws {
        try await Door.open { door in
            let document = try await door.call("GET", "/openapi.json").json
            let paths = try #require(document["paths"]?.object)
            var open: Set<String> = []
            var changing = 0
            for (path, operations) in paths {
                for (method, operation) in operations.object ?? [:] {
                    let permission = try #require(operation["x-slipway-permission"]?.string, "\(method) \(path)")
                    if permission == "public" { open.insert(path) }
                    #expect(permission == "public" || operation["x-slipway-scope"]?.string != nil, "\(method) \(path)")
                    if method != "get", operation["x-slipway-scope"]?.string == "read" { changing += path == "/api/v1/auth/logout" ? 0 : 1 }
                    if permission == "public" { continue }
                    let call = try await door.call(method.uppercased(), Self.filled(path), method == "get" ? nil : [:])
                    #expect(call.status == 401, "\(method) \(path)")
                }
            }
            #expect(changing == 0)
            #expect(open == [
                "/healthz", "/openapi.json", "/reference", "/api/v1/healthz", "/api/v1/openapi.json", "/api/v1/auth/signup", "/api/v1/auth/login",
                "/api/v1/auth/refresh",
            ])
            #expect(paths["/api/v1/apps/{app}"]?["patch"]?["requestBody"] != nil)
        }
    }

    private static func filled(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix("{") ? ID<Resource>().description : String($0) }.reduce("") { $0 + "/" + $1 }
    }
}
