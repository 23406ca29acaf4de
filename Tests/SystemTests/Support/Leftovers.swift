import Core
import Foundation
import HTTPClient
import Testing

/// What a deleted app must not leave behind, seen from outside: by the engine, the router and the registry themselves.
enum Leftovers {
    static func expectNone(_ platform: Platform, app: String, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let http = HTTPClient()
        let socket = try platform.engineSocket
        for (kind, path) in [("containers", "/v1.41/containers/json?all=true"), ("images", "/v1.41/images/json")] {
            let response = try await http.send(HTTPRequest(url: "http://engine" + path, unixSocket: socket, timeout: .seconds(10)))
            #expect(!response.text.contains(app), "\(kind) of the app are left: \(response.text)", sourceLocation: sourceLocation)
        }
        let catalog = try await http.send(platform.askingRegistry("_catalog?n=1000"))
        let repositories = try #require(JSONValue(parsing: catalog.body)["repositories"]?.array, "\(catalog.text)").compactMap(\.string)
        for repository in repositories where repository.contains(app) {
            let tags = try await http.send(platform.askingRegistry("\(repository)/tags/list"))
            let left = (try? JSONValue(parsing: tags.body)["tags"]?.array?.count) ?? 0
            #expect(left == 0, "the registry keeps \(tags.text)", sourceLocation: sourceLocation)
        }
        if let cluster = try Cluster.of(platform) {
            let left = try await cluster.kubectl(
                "get", "deploy,rs,pod,svc,ing,cm,secret,pdb,hpa,networkpolicy", "-A", "-l", "slipway.app=\(app)", "-o", "name")
            #expect(left.isEmpty, "the cluster keeps \(left)", sourceLocation: sourceLocation)
        }
        let routes = try FileManager.default.subpathsOfDirectory(atPath: platform.home).filter { $0.contains(app) && $0.hasSuffix(".yml") }
        #expect(routes.isEmpty, sourceLocation: sourceLocation)
    }
}
