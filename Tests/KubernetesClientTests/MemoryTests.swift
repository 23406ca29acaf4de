import CMalloc
import Core
import Foundation
import Kubernetes
import Testing

@testable import KubernetesClient

/// `app.json`: the objects of an app as an API server answered them, `managedFields` and all.
@Suite(.serialized) struct MemoryTests {
    private static let apps = 1_000

    /// Many renamed copies of an object, each read from its own text.
    private func store<Object: KubernetesObject>(
        _ type: Object.Type, _ template: JSONValue?, copies: Int, trim: (inout Object) -> Void = { _ in }
    ) throws -> ResourceStore<Object> {
        var store = ResourceStore<Object>(label: "slipway.app")
        var template = try #require(template)
        for app in 0..<Self.apps {
            for copy in 0..<copies {
                template["metadata"]?["name"] = .string("app-\(app)-\(copy)")
                template["metadata"]?["uid"] = .string("2ee44cf5-45c4-4c8a-8c5d-\(100_000_000_000 + app * 10 + copy)")
                template["metadata"]?["labels"]?["slipway.app"] = .string("01a1ff51-3f7d-79bc-88e9-\(100_000_000_000 + app)")
                var object = try Coding.decode(type, template.encodedBytes())
                trim(&object)
                #expect(store.put(object) != nil)
            }
        }
        return store
    }

    @Test func `an app takes at most 25 KiB of a cache`() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "app.json")
        let objects = try JSONValue(parsing: [UInt8](Data(contentsOf: file)))
        let before = mallinfo2().uordblks
        // What a rollout leaves behind, and two instances; trimmed of what the deploy service does not read.
        let deployments = try store(Deployment.self, objects["deployment"], copies: 1)
        let replicaSets = try store(ReplicaSet.self, objects["replicaset"], copies: 4) { $0.spec = nil }
        let pods = try store(Pod.self, objects["pod"], copies: 2) { $0.spec = PodSpec(containers: []) }
        let services = try store(Service.self, objects["service"], copies: 1)
        let ingresses = try store(Ingress.self, objects["ingress"], copies: 1)
        let configMaps = try store(ConfigMap.self, objects["configmap"], copies: 2) { $0.data = nil }
        let secrets = try store(Kubernetes.Secret.self, objects["secret"], copies: 2) { $0.data = nil }
        let used = (mallinfo2().uordblks - before) / Self.apps
        let held = deployments.count + replicaSets.count + pods.count + services.count + ingresses.count + configMaps.count + secrets.count
        #expect(held == 13 * Self.apps)
        #expect(used <= 25 * 1024, "\(used) bytes an app")
        print("a cache holds an app in \(used) bytes")
    }
}
