import Core
import Foundation
import Kubernetes
import KubernetesClient
import Logging

/// One app's objects, applied in two waves as the deploy service does. They are written to BENCH_OBJECTS, so that kubectl applies the
/// same. The Deployment has no instances: what is measured is the API, not its kubelet.
struct ClusterLoad: Load {
    let client: KubernetesClient
    let objects: [any KubernetesObject]

    init(_ given: Given, _ log: Logger) async throws {
        client = KubernetesClient(try .kubeconfig(at: given["KUBECONFIG"]), fieldManager: "slipway-bench", log: log)
        objects = AppObjects.named("web", in: given["NAMESPACE"])
        _ = try await client.apply(Namespace(metadata: ObjectMeta(name: given["NAMESPACE"])))
        let items = try objects.map { object in try JSONValue(parsing: [UInt8](JSONEncoder().encode(object))) }
        let list: JSONValue = ["apiVersion": "v1", "kind": "List", "items": .array(items)]
        try Data(list.encodedBytes()).write(to: URL(fileURLWithPath: given["OBJECTS"]))
    }

    func run(_ window: Window) async throws -> Figures {
        try await window.closedLoop { _ in
            for wave in [objects.prefix(3), objects.dropFirst(3)] {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for object in wave { group.addTask { try await apply(object) } }
                    try await group.waitForAll()
                }
            }
        }
    }

    private func apply<Object: KubernetesObject>(_ object: Object) async throws {
        _ = try await client.apply(object, force: true)
    }
}

/// From the answer to a write until a cache that a watch feeds has it.
struct WatchLoad: Load {
    private let client: KubernetesClient
    private let namespace: String
    private let cache: ResourceCache<ConfigMap>

    init(_ given: Given, _ log: Logger) async throws {
        client = KubernetesClient(try .kubeconfig(at: given["KUBECONFIG"]), fieldManager: "slipway-bench", log: log)
        namespace = given["NAMESPACE"]
        _ = try await client.apply(Namespace(metadata: ObjectMeta(name: namespace)))
        cache = ResourceCache(client, ConfigMap.self, ResourceScope(namespace: namespace), log: log)
        let cache = cache
        Task { await cache.run() }
        guard await cache.waitUntilSynced(.after(.seconds(30))) else { throw Fault.timedOut("the first list took too long") }
    }

    func run(_ window: Window) async throws -> Figures {
        let start = ContinuousClock.now
        var took: [Int64] = []
        var number = 0
        let changes = cache.changes()
        var iterator = changes.makeAsyncIterator()
        _ = await iterator.next()
        while ContinuousClock.now < start + window.duration {
            number += 1
            let object = ConfigMap(metadata: ObjectMeta(name: "seen", namespace: namespace), data: ["number": "\(start) \(number)"])
            let version = try await client.apply(object, force: true).object.metadata.resourceVersion
            let written = ContinuousClock.now
            while let change = await iterator.next(), change.object?.metadata.resourceVersion != version {}
            took.append((ContinuousClock.now - written).nanoseconds)
        }
        return Figures(took, in: ContinuousClock.now - start)
    }
}
