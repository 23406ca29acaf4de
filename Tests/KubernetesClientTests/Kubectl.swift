import Core
import Foundation
import Kubernetes
import Synchronization
import TestSupport

/// kubectl, with a home of its own and nothing of the caller's.
struct Kubectl {
    static let path = ProcessInfo.processInfo.environment["KUBECTL"]

    private let folder: URL
    private let server: String

    init(server: String) throws {
        self.server = server
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("slipway-kubectl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// An object as a file that it can apply.
    func write(_ object: some KubernetesObject) throws -> String {
        let file = folder.appendingPathComponent("\(object.metadata.name).json")
        try JSONEncoder().encode(object).write(to: file)
        return file.path
    }

    /// What it says; throws when it fails.
    func run(_ arguments: String...) async throws -> String {
        let process = try start(arguments)
        guard try await process.end(within: .seconds(60)) == 0 else { throw NeverHappened(description: process.errors) }
        return process.output
    }

    /// Why it fails.
    func failure(_ arguments: String...) async throws -> String {
        let process = try start(arguments)
        guard try await process.end(within: .seconds(60)) != 0 else { throw NeverHappened(description: "it did not fail: \(process.output)") }
        return process.errors
    }

    func start(_ arguments: String...) throws -> Running { try start(arguments) }

    private func start(_ arguments: [String]) throws -> Running {
        try Running(Self.path ?? "kubectl", ["--server", server, "--cache-dir", folder.appendingPathComponent("cache").path] + arguments, home: folder.path)
    }

    final class Running: Sendable {
        private let process: Process
        private let heard = Mutex((output: "", errors: ""))

        var output: String { heard.withLock { $0.output } }
        var errors: String { heard.withLock { $0.errors } }

        init(_ program: String, _ arguments: [String], home: String) throws {
            let (process, output, errors) = (Process(), Pipe(), Pipe())
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = arguments
            process.environment = ["HOME": home, "PATH": "/usr/bin:/bin", "KUBECONFIG": "\(home)/none", "NO_PROXY": "*"]
            (process.standardOutput, process.standardError) = (output, errors)
            process.standardInput = FileHandle.nullDevice
            self.process = process
            output.fileHandleForReading.readabilityHandler = { [weak self] handle in
                let data = handle.availableData
                if data.isEmpty { handle.readabilityHandler = nil }
                self?.heard.withLock { $0.output += String(decoding: data, as: UTF8.self) }
            }
            errors.fileHandleForReading.readabilityHandler = { [weak self] handle in
                let data = handle.availableData
                if data.isEmpty { handle.readabilityHandler = nil }
                self?.heard.withLock { $0.errors += String(decoding: data, as: UTF8.self) }
            }
            try process.run()
        }

        func end(within limit: Duration) async throws -> Int32 {
            try await eventually("kubectl ends", within: limit) { !self.process.isRunning }
            // What it wrote last is read on other threads.
            try await Task.sleep(for: .milliseconds(100))
            return process.terminationStatus
        }

        func end() {
            // A child started here has SIGTERM blocked, as its parent's threads have.
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
    }
}
