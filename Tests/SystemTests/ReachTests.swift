import Core
import Foundation
import Testing
import TestSupport

extension System {
    /// Somebody else's rule takes the connections to an instance's published port, as one does that a killed engine left behind.
    @Suite(.enabled(if: PortThief.isPossible, "needs root and iptables"))
    struct ReachTests {
        @Test(.timeLimit(.minutes(3))) func `an instance that nobody reaches is replaced on another port, and its lines stay`() async throws {
            let platform = try Platform.running()
            let (api, project) = try await API.newcomer(platform)
            let repository = try Repository(platform, Samples.web(platform, page: "reached"))
            let app = try await App(api, platform, project: project, "reach", Samples.settings(repository))
            try await app.ended(app.deploy(), as: "live")
            try await app.says("reached")
            let port = try #require(try app.ports().first)

            try await PortThief.stealing(port) {
                #expect(try await app.get().status != 200, "nobody answers where it was")
                try await app.says("reached", within: .seconds(60))
                let now = try app.ports()
                #expect(now.count == 1 && now != [port])
                #expect(try await app.state()["status"]?.string == "live")
            }

            let lines = try await eventually("both tell that they listen", within: .seconds(20)) {
                try await api.expect(200, "GET", "apps/\(app.id)/logs?limit=200")["items"]?.array ?? []
            } until: { lines in lines.count { $0["message"]?.string?.hasPrefix("listening on") == true } == 2 }
            #expect(lines.contains { $0["message"]?.string?.contains("port \(port), where it is published, does not lead to it") == true })
            try await api.expect(202, "DELETE", "apps/\(app.id)")
        }
    }
}

/// A rule of the packet filter before all others, for one port of the loopback address.
private enum PortThief {
    static let isPossible = getuid() == 0 && FileManager.default.isExecutableFile(atPath: program)
    private static let program = "/usr/sbin/iptables"

    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    static func stealing(_ port: Int, _ body: () async throws -> Void) async throws {
        let rule = ["OUTPUT", "-d", "127.0.0.1/32", "-p", "tcp", "--dport", "\(port)", "-j", "REDIRECT", "--to-ports", "1"]
        try iptables(["-I"] + rule)
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try iptables(["-D"] + rule)
        try result.get()
    }

    private static func iptables(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--wait", "10", "--table", "nat"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let output = Pipe()
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(description: "iptables \(arguments.joined(separator: " ")): \(said)") }
    }
}

private extension App {
    /// Where the router sends this app's requests.
    func ports() throws -> [Int] {
        let text = try String(contentsOfFile: "\(platform.home)/router/app-\(id).yml", encoding: .utf8)
        let route = try JSONValue(parsing: Array(text.drop { $0 != "\n" }.utf8))
        let servers = route["http"]?["services"]?["app-\(id)"]?["loadBalancer"]?["servers"]?.array ?? []
        return servers.compactMap { $0["url"]?.string.flatMap { URL(string: $0)?.port } }
    }
}
