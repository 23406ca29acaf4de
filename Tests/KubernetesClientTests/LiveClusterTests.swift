import Core
import Foundation
import Kubernetes
import KubernetesClient
import Logging
import Testing
import TestSupport

/// A real API server, kubelet and containers: SLIPWAY_TEST_KUBECONFIG names it, SLIPWAY_TEST_CLUSTER_IMAGE an image with a shell that it
/// can pull, and SLIPWAY_TEST_RESTART_APISERVER a command that restarts the API server. What is not named is not tested.
///
/// In a namespace of its own, which is removed.
@Suite(.serialized, .enabled(if: LiveCluster.kubeconfig != nil)) struct LiveClusterTests {
    @Test func `objects are applied, listed in pages, watched and deleted`() async throws {
        try await LiveCluster.with { client, namespace async throws in
            let cache = ResourceCache(client, ConfigMap.self, ResourceScope(namespace: namespace, labels: ["of": "test"]), log: LiveCluster.log)
            let feeder = Task { await cache.run() }
            defer { feeder.cancel() }
            func object(_ name: String, _ value: String) -> ConfigMap {
                ConfigMap(metadata: ObjectMeta(name: name, namespace: namespace, labels: ["of": "test"]), data: ["a": value])
            }
            for index in 0..<7 { _ = try await client.apply(object("c\(index)", "1")) }
            let first = try await client.apply(object("c0", "1"))
            #expect(!first.isCreated)
            #expect(try await client.list(ConfigMap.self, ResourceScope(namespace: namespace, labels: ["of": "test"]), pageSize: 3).items.count == 7)
            try await eventually("the cache has all") { cache.count == 7 }

            let other = KubernetesClient(client.configuration, fieldManager: "other", log: LiveCluster.log)
            let conflict = await failure { () async throws(KubernetesError) in try await other.apply(object("c0", "2")) }
            #expect(conflict?.fieldConflicts.map(\.field) == [".data.a"])
            _ = try await other.apply(object("c0", "2"), force: true)
            try await eventually("the cache follows") { cache.get("c0", in: namespace)?.data == ["a": "2"] }
            #expect(try await client.fieldManagers(of: ConfigMap.self, "c0", in: namespace).first { $0.owns("data", "a") }?.name == "other")

            var stale = first.object
            stale.data = ["a": "3"]
            let outdated = await failure { [stale] () async throws(KubernetesError) in try await client.apply(stale, force: true) }
            #expect(outdated?.isConflict == true)
            #expect(try await client.delete(ConfigMap.self, "c0", in: namespace, propagation: .foreground))
            #expect(try await client.delete(ConfigMap.self, "never", in: namespace) == false)
            try await eventually("the cache has one less") { cache.count == 6 }
        }
    }

    @Test(.enabled(if: LiveCluster.restart != nil)) func `a watch outlives a restart of the API server`() async throws {
        try await LiveCluster.with { client, namespace async throws in
            let cache = ResourceCache(client, ConfigMap.self, ResourceScope(namespace: namespace, labels: ["of": "test"]), log: LiveCluster.log)
            let feeder = Task { await cache.run() }
            defer { feeder.cancel() }
            #expect(await cache.waitUntilSynced(.after(.seconds(20))))
            let changes = cache.changes()
            let told = Notes<String>()
            let reader = Task { for await change in changes { await told.add(change.object?.metadata.name ?? "look") } }
            defer { reader.cancel() }
            func put(_ name: String) async throws {
                let object = ConfigMap(metadata: ObjectMeta(name: name, namespace: namespace, labels: ["of": "test"]), data: [:])
                // Whoever writes during a restart tries again.
                try await eventually("\(name) is applied", within: .seconds(60)) { (try? await client.apply(object, deadline: .seconds(5))) != nil }
            }
            try await put("before")
            try await eventually("it is told") { await told.all.contains("before") }
            try LiveCluster.restartServer()
            try await eventually("it is cut off", within: .seconds(30)) { cache.trouble != nil }
            try await put("after")
            try await eventually("it goes on", within: .seconds(30)) { await told.all.last == "after" }
            #expect(await told.all == ["look", "before", "after"])
        }
    }

    @Test(.enabled(if: LiveCluster.image != nil)) func `a Pod's log is followed to its end, and its last words are kept`() async throws {
        try await LiveCluster.with { client, namespace async throws in
            let spec = PodSpec(
                containers: [
                    Container(
                        name: "app", image: LiveCluster.image ?? "", command: ["sh", "-c", "echo one; echo two >&2; sleep 2; echo three; exit 3"],
                        resources: .init(limits: ["memory": "32Mi", "cpu": "100m"]))
                ], terminationGracePeriodSeconds: 0)
            _ = try await client.create(Pod(metadata: ObjectMeta(name: "crash", namespace: namespace), spec: spec))
            // Before, its log is not refused but empty.
            try await eventually("a node has it", within: .seconds(60)) {
                try await client.get(Pod.self, "crash", in: namespace)?.spec.nodeName != nil
            }
            let log = try await eventually("the log begins", within: .seconds(60)) {
                try await client.log(of: "crash", in: namespace, PodLogOptions(follow: true))
            } until: { _ in true }
            var lines: [PodLogLine] = []
            for try await batch in log { lines += batch }
            #expect(lines.map(\.text).sorted() == ["one", "three", "two"])
            try await eventually("it has crashed and is back", within: .seconds(60)) {
                let status = try await client.get(Pod.self, "crash", in: namespace)?.status?.containerStatuses?.first
                return status?.lastState?.terminated?.exitCode == 3
            }
            var last: [String] = []
            for try await batch in try await client.log(of: "crash", in: namespace, PodLogOptions(previous: true)) { last += batch.map(\.text) }
            #expect(last.sorted() == ["one", "three", "two"])
        }
    }
}

enum LiveCluster {
    static let kubeconfig = ProcessInfo.processInfo.environment["SLIPWAY_TEST_KUBECONFIG"]
    static let image = ProcessInfo.processInfo.environment["SLIPWAY_TEST_CLUSTER_IMAGE"]
    static let restart = ProcessInfo.processInfo.environment["SLIPWAY_TEST_RESTART_APISERVER"]
    static let log = Logger(label: "test")

    static func with(_ body: (KubernetesClient, String) async throws -> Void) async throws {
        let configuration = try KubernetesConfiguration.kubeconfig(at: kubeconfig ?? "")
        let client = KubernetesClient(configuration, fieldManager: "slipway-test", log: log)
        let namespace = "slipway-test-\(UUID().uuidString.prefix(8).lowercased())"
        _ = try await client.apply(Namespace(metadata: ObjectMeta(name: namespace)))
        do {
            // Pods wait for it.
            try await eventually("the namespace has its service account", within: .seconds(120)) {
                try await client.get(ServiceAccount.self, "default", in: namespace) != nil
            }
            try await body(client, namespace)
        } catch {
            _ = try? await client.delete(Namespace.self, namespace)
            throw error
        }
        try await client.delete(Namespace.self, namespace)
    }

    static func restartServer() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", restart ?? "true"]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
    }
}
