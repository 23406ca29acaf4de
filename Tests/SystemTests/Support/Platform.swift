import Core
import Foundation
import HTTPClient
import Testing

/// The platform under test: the built binaries with two replicas each, a real database, bus, engine, registry and router.
///
/// `make test` starts it in a folder of its own, with an installation id of its own, and names that folder.
struct Platform: Sendable {
    struct NotRunning: Error, CustomStringConvertible {
        let description: String
    }

    let home: String
    let api: String
    let appsHost: String
    let appsPort: Int
    let registry: String
    let email: String
    let password: String
    let gitFolder: String
    let gitURL: String

    static func running() throws -> Platform {
        guard let home = ProcessInfo.processInfo.environment["SLIPWAY_TEST_HOME"], !home.isEmpty else {
            throw NotRunning(description: "SLIPWAY_TEST_HOME is not set: say `make test-system`, which starts a platform for these tests")
        }
        let facts = try facts(home)
        func text(_ key: String) throws -> String {
            guard let value = facts[key]?.string else { throw NotRunning(description: "\(home)/run.json says no \(key)") }
            return value
        }
        guard let port = facts["apps_port"]?.int else { throw NotRunning(description: "\(home)/run.json says no apps_port") }
        return Platform(
            home: home, api: try text("api"), appsHost: facts["apps_host"]?.string ?? "127.0.0.1", appsPort: Int(port), registry: try text("registry"), email: try text("email"),
            password: try text("password"), gitFolder: home + "/git",
            gitURL: try text("git"))
    }

    /// run.json as it is now: it is rewritten within a second when a process restarts.
    static func facts(_ home: String) throws -> JSONValue {
        guard let data = FileManager.default.contents(atPath: home + "/run.json") else {
            throw NotRunning(description: "\(home)/run.json is not there: is the platform up?")
        }
        return try JSONValue(parsing: Array(data))
    }

    func baseImage(_ name: String) throws -> String {
        guard let image = try Self.facts(home)["base_images"]?[name]?.string else { throw NotRunning(description: "there is no base image \(name)") }
        return image
    }

    func pids(_ service: String) throws -> [Int32] {
        try Self.facts(home)["services"]?[service]?.array?.compactMap { $0.int.map(Int32.init) } ?? []
    }

    func pid(_ server: String) throws -> Int32? { try Self.facts(home)[server]?.int.map(Int32.init) }
}

extension Platform {
    /// A question to the platform's own registry, as one who has its files may ask.
    func askingRegistry(_ path: String) throws -> HTTPRequest {
        var request = HTTPRequest(url: "http://\(registry)/v2/\(path)", timeout: .seconds(10))
        let password = try String(contentsOfFile: home + "/secrets/registry", encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
        request.login = HTTPLogin(user: "slipway", password: Secret(password))
        return request
    }

    /// The container engine's own socket: what an operator sees.
    var engineSocket: String {
        get throws {
            guard let socket = try Self.facts(home)["engine"]?.string else { throw NotRunning(description: "\(home)/run.json says no engine") }
            return socket
        }
    }
}
