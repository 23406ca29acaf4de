import Core
import Foundation
import FoundationNetworking
import Identity
import Postgres
import TestSupport

/// `slipway-user` as a process, in a folder of its own for its secrets and its log.
final class ServiceProcess: Sendable {
    struct Ended {
        let code: Int32
        let output: String
        let error: String
    }

    private let folder: URL
    private let port: UInt16
    private let environment: [String: String]
    private let process = Process()

    init(database: PostgresConfiguration, nats: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("slipway-user-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        port = try freePort()
        let folder = folder
        func file(_ name: String, _ text: String) throws -> String {
            let path = folder.appendingPathComponent(name).path
            let isWritten = FileManager.default.createFile(
                atPath: path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
            guard isWritten else { throw CocoaError(.fileWriteUnknown) }
            return path
        }
        let signer = try ActorSigner(privateKey: Array(repeating: 7, count: 32))
        environment = [
            "SLIPWAY_INSTALLATION": "test", "SLIPWAY_REPLICA": "user-7",
            "SLIPWAY_DATABASE_HOST": database.host, "SLIPWAY_DATABASE_NAME": database.database,
            "SLIPWAY_DATABASE_USER": database.user, "SLIPWAY_DATABASE_PASSWORD_FILE": try file("database", "unused\n"),
            "SLIPWAY_NATS_URL": nats, "SLIPWAY_NATS_USER": "user", "SLIPWAY_NATS_PASSWORD_FILE": try file("nats", "secret\n"),
            "SLIPWAY_ADMIN_PORT": String(port),
            "SLIPWAY_ACTOR_PUBLIC_KEY_FILE": try file("actor", Hex.encode(signer.publicKey) + "\n"),
            "SLIPWAY_USER_ENVELOPE_PRIVATE_KEY_FILE": try file("envelope", Hex.encode(Array(1...32)) + "\n"),
        ]
    }

    /// The binary beside the test's own.
    private static var binary: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appendingPathComponent("slipway-user")
    }

    /// Runs it to its end.
    static func run(_ arguments: [String], _ environment: [String: String]) throws -> Ended {
        let process = Process()
        let (output, error) = (Pipe(), Pipe())
        process.executableURL = binary
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("SLIPWAY_") }
            .merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let texts = [output, error].map { String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self) }
        process.waitUntilExit()
        return Ended(code: process.terminationStatus, output: texts[0], error: texts[1])
    }

    func start() throws {
        let path = folder.appendingPathComponent("log").path
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        process.executableURL = Self.binary
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardError = FileHandle(forWritingAtPath: path)
        try process.run()
    }

    /// The body of an answer of the admin server; empty when there is none.
    func get(_ path: String) async -> String {
        guard let url = URL(string: "http://127.0.0.1:\(port)/\(path)"),
            let (data, _) = try? await URLSession.shared.data(from: url)
        else { return "" }
        return String(decoding: data, as: UTF8.self)
    }

    /// Asks it to stop, and tells how it ended.
    func stop() async -> Int32 {
        process.terminate()
        while process.isRunning { try? await Task.sleep(for: .milliseconds(20)) }
        return process.terminationStatus
    }

    var log: String {
        (try? String(contentsOf: folder.appendingPathComponent("log"), encoding: .utf8)) ?? ""
    }

    func remove() {
        if process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: folder)
    }
}
