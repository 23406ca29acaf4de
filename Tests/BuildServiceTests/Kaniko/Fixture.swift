import ChangeFeed
import ClusterStandIn
import ContainerEngine
import Core
import Foundation
import HTTPClient
import Kubernetes
import KubernetesClient
import Logging
import Messaging
import Postgres
import Reconciliation
import TestSupport

@testable import BuildService

/// A builder on a stand-in for a cluster, a real database and a real registry.
struct KanikoFixture: Sendable {
    let cluster: StandInCluster
    let registry: RegistryProcess
    let store: BuildStore
    let gate: RegistryGate
    let pool: PostgresPool
    let client: KubernetesClient
    let builder: KanikoBuilder
    let rpc: RPCClient

    static func with(tokens: RegistryTokens? = nil, _ body: @Sendable (KanikoFixture) async throws -> Void) async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
            let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let nats = NATSConnection(NATSConfiguration(url: "nats://127.0.0.1:1", user: "", password: Core.Secret(""), name: "test"), log: log)
            let store = BuildStore(pool: pool, feed: ChangeFeed(service: "build", pool: pool, nats: nats, log: log))
            let cluster = try StandInCluster()
            let registry = try await RegistryProcess.start()
            defer {
                cluster.stop()
                registry.end()
            }
            let client = KubernetesClient(KubernetesConfiguration(server: cluster.url), fieldManager: "slipway-build", log: log)
            let place = RegistryPlace(host: registry.address, path: "acme/slipway")
            var settings = KanikoRendering.Settings()
            (settings.image, settings.sourceImage, settings.place, settings.podRegistry) = ("executor:1", "slipway:1", place, "registry.test:5000")
            let rendering = KanikoRendering(installation: "i1", settings: settings)
            let blobs = RegistryClient(RegistryConfiguration(place: place, isPlain: true), http: HTTPClient())
            let gate = RegistryGate(pool: pool)
            let builder = KanikoBuilder(
                client: client, rendering: rendering, judge: JobJudge(unschedulable: .seconds(60), patience: .zero, memory: 2 << 30, timeout: .seconds(1800)),
                store: store, registry: ImageRegistry(client: blobs, isSwept: false), blobs: blobs, tokens: tokens, nodePassword: nil,
                leftovers: KanikoLeftovers(client: client, rendering: rendering, store: store, gate: gate, registry: blobs, nudge: Nudge(), log: log), log: log)
            try await body(
                KanikoFixture(
                    cluster: cluster, registry: registry, store: store, gate: gate, pool: pool, client: client, builder: builder,
                    rpc: RPCClient(nats: nats, service: "build")))
        }
    }

    /// A build that a worker has brought to `building`.
    func claimed(owner: String = "a") async throws -> Build {
        var request = BuildRequest()
        (request.repository, request.projectName, request.appName, request.command) = ("https://example.com/a/b", "acme", "shop", "make all")
        _ = try await store.ensure(
            key: UUID().uuidString, project: ProjectID(), app: AppID(), commit: String(repeating: "ab", count: 20), branch: "main", settingsHash: "h",
            request: request, in: builder.registry.place)
        guard let build = try await store.claim(owner: owner), let planned = try await store.advance(build, to: .planning, from: [.fetching]),
            let building = try await store.advance(planned, to: .building, from: [.planning])
        else { throw Fault.internal("no build to claim") }
        return building
    }

    func lines(_ build: Build) -> LineWriter { LineWriter(build: build, rpc: rpc, log: Logger(label: "test")) }

    func source() throws -> PackedSource {
        let file = NSTemporaryDirectory() + "source-\(UUID().uuidString).tar"
        try Data(repeating: 0, count: 1024).write(to: URL(fileURLWithPath: file))
        return PackedSource(context: file, dockerfile: "Dockerfile", steps: 2)
    }

    func job(_ build: Build) -> JSONValue? { cluster.object("jobs", KanikoNames.job(build), in: builder.rendering.namespace(of: build)) }

    /// As the job controller and a kubelet would: a Pod of the Job, in some state.
    func pod(of build: Build, _ status: JSONValue) {
        let namespace = builder.rendering.namespace(of: build)
        cluster.set([
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(KanikoNames.job(build) + "-x"), "namespace": .string(namespace),
                "labels": [
                    "slipway.installation": "i1", "slipway.build": .string(build.id.description), "slipway.attempt": .string("\(build.attempt)"),
                ],
            ],
            "spec": ["containers": [["name": "executor", "image": "executor:1"]]], "status": status,
        ])
    }

    func say(_ line: String, _ build: Build, isTerminated: Bool = true) {
        cluster.write(
            line, by: "executor", of: KanikoNames.job(build) + "-x", in: builder.rendering.namespace(of: build), isTerminated: isTerminated)
    }

    func endLog(_ build: Build) {
        cluster.endLog(of: KanikoNames.job(build) + "-x", "executor", in: builder.rendering.namespace(of: build))
    }

    static let running: JSONValue = ["phase": "Running", "containerStatuses": [["name": "executor", "state": ["running": [:]]]]]

    static func ended(_ code: Int64, _ reason: String = "Error", _ message: String = "") -> JSONValue {
        [
            "phase": .string(code == 0 ? "Succeeded" : "Failed"),
            "containerStatuses": [["name": "executor", "state": ["terminated": ["exitCode": .int(code), "reason": .string(reason), "message": .string(message)]]]],
        ]
    }
}

/// A docker-registry of this test's own.
final class RegistryProcess: Sendable {
    let address: String
    private let folder: URL
    private let process: Process

    static let isHere = FileManager.default.isExecutableFile(atPath: "/usr/bin/docker-registry")

    private init(_ configuration: String) throws {
        address = "127.0.0.1:\(try freePort())"
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("slipway-registry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("registry.yml")
        try Data(
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: \(folder.path)/data}, delete: {enabled: true}}
            http: {addr: "\(address)"}
            \(configuration)
            """.utf8
        ).write(to: file)
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/docker-registry")
        process.arguments = ["serve", file.path]
        (process.standardInput, process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice, FileHandle.nullDevice)
        try process.run()
    }

    /// - Parameter configuration: more of registry.yml.
    static func start(_ configuration: String = "") async throws -> RegistryProcess {
        let registry = try RegistryProcess(configuration)
        let http = HTTPClient()
        try await eventually("the registry answers") {
            let answer = try? await http.send(HTTPRequest(url: "http://\(registry.address)/v2/"))
            return answer.map { $0.status < 500 } ?? false
        }
        return registry
    }

    func end() {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }
}
