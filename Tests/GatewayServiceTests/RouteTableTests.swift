import Core
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
                    let call = try await door.call(method.uppercased(), Self.filled(path), method == "get" ? nil : [:])
                    if permission != "public" { #expect(call.status == 401, "\(method) \(path)") }
                }
            }
            #expect(changing == 0)
            #expect(open == [
                "/healthz", "/openapi.json", "/api/v1/healthz", "/api/v1/openapi.json", "/api/v1/auth/signup", "/api/v1/auth/login",
                "/api/v1/auth/refresh",
            ])
            #expect(paths["/api/v1/apps/{app}"]?["patch"]?["requestBody"] != nil)
        }
    }

    private static func filled(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix("{") ? ID<Resource>().description : String($0) }.reduce("") { $0 + "/" + $1 }
    }
}
