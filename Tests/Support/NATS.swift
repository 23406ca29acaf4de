internal import Core
import Foundation
package import Messaging

/// Starts a nats-server on a free port, and ends it.
package func withNATS<T>(_ body: (_ url: String) async throws -> T) async throws -> T {
    try await withNATSServer { server in try await body(server.url) }
}

/// The same, for tests that end it in between, or that give it users.
///
/// - Parameter configuration: lines of nats.conf beside the address, e.g. `authorization { … }`.
package func withNATSServer<T>(_ configuration: String = "", _ body: (NATSServer) async throws -> T) async throws -> T {
    let server = try NATSServer(configuration)
    do {
        try await server.start()
        let result = try await body(server)
        await server.remove()
        return result
    } catch {
        await server.remove()
        throw error
    }
}

/// A nats-server process of this test's own.
package actor NATSServer {
    package nonisolated let url: String
    private let folder: URL
    private let binary: String
    private let port: UInt16
    private var process: Process?

    init(_ configuration: String) throws {
        binary = try Self.findBinary()
        port = try freePort()
        url = "nats://127.0.0.1:\(port)"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("slipway-nats-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try write(configuration, in: folder, port: port)
    }

    /// A configuration for a client of this server.
    /// - Parameter port: of something that stands between the two.
    package nonisolated func client(_ name: String, user: String = "", password: String = "", through port: UInt16? = nil) -> NATSConfiguration {
        NATSConfiguration(url: port.map { "nats://127.0.0.1:\($0)" } ?? url, user: user, password: Secret(password), name: name)
    }

    package func start() async throws {
        let log = folder.appendingPathComponent("log")
        try? FileManager.default.removeItem(at: log)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: binary)
        process.arguments = ["-c", folder.appendingPathComponent("nats.conf").path, "-l", log.path]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        try await eventually("nats-server is ready", { (try? String(contentsOf: log, encoding: .utf8)) ?? "no log yet" }) {
            $0.contains("Server is ready")
        }
    }

    /// As a crash would: nothing is told to the clients.
    package func kill() async {
        guard let process else { return }
        self.process = nil
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        while process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
    }

    /// Another configuration, from the next start on.
    package func configure(_ configuration: String) throws {
        try write(configuration, in: folder, port: port)
    }

    func remove() async {
        await kill()
        try? FileManager.default.removeItem(at: folder)
    }

    private static func findBinary() throws -> String {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["SLIPWAY_HOME"] ?? ".slipway"
        var candidates = [environment["NATS_SERVER"], home + "/venv/bin/nats-server"].compactMap { $0 }
        candidates += (environment["PATH"] ?? "").split(separator: ":").map { $0 + "/nats-server" }
        candidates.append("/usr/sbin/nats-server")
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw NeverHappened(description: "there is no nats-server: name it in NATS_SERVER, or run `make bootstrap`")
        }
        return found
    }
}

private func write(_ configuration: String, in folder: URL, port: UInt16) throws {
    let text = "listen: \"127.0.0.1:\(port)\"\n\(configuration)\n"
    try text.write(to: folder.appendingPathComponent("nats.conf"), atomically: true, encoding: .utf8)
}
