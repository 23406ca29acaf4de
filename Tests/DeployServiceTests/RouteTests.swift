import Core
import Foundation
import Testing

@testable import DeployService

@Suite struct RouteTests {
    func withDirectory(_ body: (RouteDirectory, String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "slipway-routes-" + Random.token(8)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(RouteDirectory(path: path, installation: "i1"), path)
    }

    func file(_ app: AppID, _ generation: Int64, _ ports: [Int], installation: String = "i1") -> RouteFile {
        RouteFile(installation: installation, app: app, host: "shop-acme.localhost", generation: generation, ports: ports)
    }

    @Test func `a newer route stays; the same one is not written again`() async throws {
        try await withDirectory { directory, path in
            let app = AppID()
            #expect(try await directory.write(file(app, 2, [20_001])) == .written)
            #expect(try await directory.write(file(app, 2, [20_001])) == .unchanged)
            #expect(try await directory.write(file(app, 1, [20_000])) == .refused(2))
            #expect(try await directory.write(file(app, 3, [20_002])) == .written)
            let text = try String(contentsOfFile: "\(path)/\(RouteFile.name(app))", encoding: .utf8)
            #expect(text.contains("http://127.0.0.1:20002"))
            #expect(RouteFile.Heading(text)?.generation == 3)
        }
    }

    @Test func `somebody's edit is mended, and only our own files are ours`() async throws {
        try await withDirectory { directory, path in
            let (app, other) = (AppID(), AppID())
            try Data("broken".utf8).write(to: URL(filePath: "\(path)/\(RouteFile.name(app))"))
            #expect(try await directory.write(file(app, 1, [20_001])) == .written)
            try Data(file(other, 1, [1], installation: "i2").text.utf8).write(to: URL(filePath: "\(path)/\(RouteFile.name(other))"))
            #expect(try await directory.apps() == [app])
            try await directory.remove(app)
            try await directory.remove(app)
            #expect(try await directory.apps() == [])
        }
    }

    @Test func `a route without servers is still a route`() throws {
        let text = file(AppID(), 1, []).text
        let json = try JSONValue(parsing: String(text.drop { $0 != "\n" }))
        let service = try #require(json["http"]?["services"]?.object?.values.first)
        #expect(service["loadBalancer"]?["servers"]?.array == [])
    }
}
