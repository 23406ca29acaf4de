import Foundation
import TestSupport

/// Takes a part of the platform away through its supervisor, as an operator or an accident would.
enum Outage {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    /// Stops NATS, deletes its data, waits, starts it again.
    static func nats(_ platform: Platform, for duration: Duration) async throws {
        try supervisor(platform, "stop", "nats")
        let data = platform.home + "/nats/data"
        guard FileManager.default.fileExists(atPath: data) else { throw Failed(description: "\(data) is not where NATS keeps its data") }
        try FileManager.default.removeItem(atPath: data)
        try await Task.sleep(for: duration)
        try supervisor(platform, "start", "nats")
    }

    /// Without the registry while `body` runs.
    static func registry<T>(_ platform: Platform, _ body: () async throws -> T) async throws -> T {
        try supervisor(platform, "stop", "registry")
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try supervisor(platform, "start", "registry")
        return try result.get()
    }

    /// Without any replica of a service while `body` runs.
    static func service<T>(_ service: String, _ platform: Platform, _ body: () async throws -> T) async throws -> T {
        let replicas = try platform.pids(service).count
        for replica in 1...max(1, replicas) { try supervisor(platform, "stop", "\(service)-\(replica)") }
        let result: Result<T, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        for replica in 1...max(1, replicas) { try supervisor(platform, "start", "\(service)-\(replica)") }
        return try result.get()
    }

    private static func supervisor(_ platform: Platform, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: platform.home + "/venv/bin/supervisorctl")
        process.arguments = ["-c", platform.home + "/supervisord.conf"] + arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(description: "supervisorctl \(arguments.joined(separator: " ")): \(said)") }
    }
}
