import Core
import Foundation
import TestSupport

/// The cluster under the platform, through `kubectl`: somebody who knows nothing of Slipway.
struct Cluster: Sendable {
    struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    let installation: String
    private let program: String
    private let options: [String]

    /// Nil where there is none: apps are built and run on a container engine.
    static func of(_ platform: Platform) throws -> Cluster? {
        let facts = try Platform.facts(platform.home)
        guard let program = facts["kubectl"]?.string, let kubeconfig = facts["kubeconfig"]?.string,
            let installation = facts["installation"]?.string
        else { return nil }
        let context = facts["kubernetes_context"]?.string ?? ""
        // Whoever tests may do more than the platform.
        let own = ProcessInfo.processInfo.environment["SLIPWAY_TEST_KUBECONFIG"]
        return Cluster(
            installation: installation, program: program,
            options: ["--kubeconfig", own ?? kubeconfig] + (own != nil || context.isEmpty ? [] : ["--context", context]) + ["--request-timeout=30s"])
    }

    /// Whether apps run on one.
    static var isThere: Bool {
        guard let platform = try? Platform.running(), (try? Platform.facts(platform.home))?["runtime"]?.string == "kubernetes" else { return false }
        return (try? of(platform)) != nil
    }

    /// Whether apps are built on one.
    static var builds: Bool {
        guard let platform = try? Platform.running(), let facts = try? Platform.facts(platform.home) else { return false }
        return facts["builder"]?.string == "kaniko"
    }

    /// What it printed; throws when it did not end well.
    @discardableResult
    func kubectl(_ arguments: String...) async throws -> String {
        let (status, output, said) = try await run(arguments)
        guard status == 0 else { throw Failed(description: "kubectl \(arguments.joined(separator: " ")): \(said)") }
        return output
    }

    /// The object as JSON; null when it is not there.
    func object(_ kind: String, _ name: String, in namespace: String? = nil) async throws -> JSONValue {
        let place = namespace.map { ["-n", $0] } ?? []
        let (status, output, said) = try await run(["get", kind, name, "-o", "json"] + place)
        if status != 0, said.contains("NotFound") { return .null }
        guard status == 0 else { throw Failed(description: "kubectl get \(kind) \(name): \(said)") }
        return try JSONValue(parsing: output)
    }

    /// Whether it measures what Pods use: not every cluster has the metrics API.
    func measures() async throws -> Bool {
        try await kubectl("get", "apiservices", "-o", "jsonpath={.items[*].metadata.name}").contains("v1beta1.metrics.k8s.io")
    }

    /// Where a project's apps run.
    func namespace(ofProject project: String) async throws -> String {
        let found = try await kubectl("get", "ns", "-l", "slipway.project=\(project)", "-o", "jsonpath={.items[0].metadata.name}")
        guard !found.isEmpty else { throw Failed(description: "the cluster has no namespace of project \(project)") }
        return found
    }

    /// Makes an object anew that was read before.
    func create(_ object: JSONValue) async throws {
        var object = object
        object["metadata"] = [
            "name": object["metadata"]?["name"] ?? .null, "labels": object["metadata"]?["labels"] ?? .null,
            "namespace": object["metadata"]?["namespace"] ?? .null,
        ]
        let file = NSTemporaryDirectory() + "slipway-object-\(Hex.encode(Random.bytes(6))).json"
        try Data(object.encodedBytes()).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        try await kubectl("create", "-f", file)
    }

    /// A `kubectl` that goes on telling, into a file, until it is ended.
    func following(_ arguments: String...) throws -> Following {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = options + arguments + ["--request-timeout=0"]
        process.environment = ["HOME": NSTemporaryDirectory(), "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try Following(process)
    }

    private func run(_ arguments: [String]) async throws -> (status: Int32, output: String, said: String) {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = options + arguments
        process.environment = ["HOME": NSTemporaryDirectory(), "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        let (output, said) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = said
        // Both are read while it runs: a full pipe would hold it up.
        async let text = Self.read(output)
        async let words = Self.read(said)
        let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return (status, await text, await words)
    }

    private static func read(_ pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)) }.start()
        }
    }
}

/// What a program that does not end by itself has said so far.
struct Following: Sendable {
    private let process: Process
    private let file: URL

    init(_ process: Process) throws {
        file = URL(filePath: NSTemporaryDirectory() + "slipway-following-\(Hex.encode(Random.bytes(6)))")
        try Data().write(to: file)
        process.standardOutput = try FileHandle(forWritingTo: file)
        try process.run()
        self.process = process
    }

    func text() throws -> String { String(decoding: try Data(contentsOf: file), as: UTF8.self) }

    func end() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: file)
    }
}

/// An app as the cluster has it.
struct AppInCluster: Sendable {
    let cluster: Cluster
    let app: App
    let name: String
    let namespace: String

    init(_ app: App, named name: String) async throws {
        guard let cluster = try Cluster.of(app.platform) else { throw Cluster.Failed(description: "there is no cluster") }
        let found = try await cluster.kubectl("get", "deploy", "-A", "-l", "slipway.app=\(app.id)", "-o", "jsonpath={.items[0].metadata.namespace}")
        guard !found.isEmpty else { throw Cluster.Failed(description: "the cluster has no Deployment of \(name)") }
        (self.cluster, self.app, self.name, namespace) = (cluster, app, name, found)
    }

    func object(_ kind: String, _ other: String? = nil) async throws -> JSONValue { try await cluster.object(kind, other ?? name, in: namespace) }

    /// The names of what there is of a kind that is the app's.
    func names(_ kind: String) async throws -> [String] {
        try await cluster.kubectl("get", kind, "-n", namespace, "-l", "slipway.app=\(app.id)", "-o", "jsonpath={.items[*].metadata.name}")
            .split(separator: " ").map(String.init)
    }

    /// Merges into an object, as `kubectl edit` would.
    func edit(_ kind: String, _ patch: JSONValue, _ other: String? = nil) async throws {
        try await cluster.kubectl("patch", kind, other ?? name, "-n", namespace, "--type=merge", "-p", patch.encoded())
    }
}
