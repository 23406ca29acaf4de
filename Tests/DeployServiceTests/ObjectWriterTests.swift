import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Logging
import Telemetry
import Testing
import TestSupport

@testable import DeployService

/// What is written over what, against an API server whose objects others change too.
@Suite struct ObjectWriterTests {
    private let log = Logger(label: "test")
    private let row = ClusterObject(namespace: "acme", kind: "Deployment", name: "shop")

    /// A server, and a writer by lease: its caches were never fed, as of a replica whose watches are far behind.
    private func run(_ body: (StandInCluster, (Int64, Set<ClusterObject>) -> ObjectWriter) async throws -> Void) async throws {
        let cluster = try StandInCluster()
        defer { cluster.stop() }
        cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "acme"], "status": ["phase": "Active"]])
        cluster.forgetRequests()
        let client = KubernetesClient(KubernetesConfiguration(server: cluster.url), fieldManager: "slipway-deploy", log: log)
        let caches = ClusterCaches(client, installation: "i", log: log)
        let contested = Setbacks<ClusterObject>()
        try await body(cluster) { fence, known in
            ObjectWriter(client: client, caches: caches, fence: fence, known: known, contested: contested, log: log)
        }
    }

    private func deployment(_ image: String = "shop:1", replicas: Int = 1) -> Kubernetes.Deployment {
        Kubernetes.Deployment(
            metadata: ObjectMeta(name: "shop", namespace: "acme", labels: [Labels.app: "a"]),
            spec: .init(
                replicas: replicas, selector: LabelSelector(matchLabels: [Labels.app: "a"]),
                template: PodTemplateSpec(
                    metadata: .init(labels: [Labels.app: "a"]), spec: PodSpec(containers: [Container(name: "app", image: image)]))))
    }

    private func image(_ cluster: StandInCluster) -> String? {
        guard case .array(let containers)? = cluster.object("deployments", "shop", in: "acme")?["spec"]?["template"]?["spec"]?["containers"] else { return nil }
        return containers.first?["image"]?.string
    }

    private func replicas(_ cluster: StandInCluster) -> Int64? { cluster.object("deployments", "shop", in: "acme")?["spec"]?["replicas"]?.int }

    @Test func `who lost the lease writes over nobody, however far its watch is behind`() async throws {
        try await run { cluster, writer async throws in
            #expect(try await writer(7, []).ensure(deployment("shop:2")) == .written)
            let late = await #expect(throws: Fault.self) { try await writer(6, [row]).ensure(deployment("shop:1")) }
            #expect(late?.reason == "lease_lost")
            #expect(image(cluster) == "shop:2")
            #expect(try await writer(8, [row]).ensure(deployment("shop:2")) == .unchanged)
            #expect(try await writer(8, [row]).ensure(deployment("shop:3")) == .written)
            #expect(image(cluster) == "shop:3")
        }
    }

    @Test func `what others made impossible is replaced as it was read, but for the number that an autoscaler chose`() async throws {
        try await run { cluster, writer async throws in
            _ = try await writer(1, []).ensure(deployment(), isScaledByOthers: true)
            cluster.edit("deployments", "shop", in: "acme") { object in
                object["spec"]?["replicas"] = 5
                object["spec"]?["template"]?["spec"]?["containers"] = [["name": "app", "image": "shop:1"], ["name": "proxy", "image": ""]]
            }
            cluster.forgetRequests()
            cluster.fail(RequestMatch("PATCH", path: "/deployments/shop"), .refuse(422, reason: "Invalid"))
            #expect(try await writer(2, [row]).ensure(deployment("shop:2"), isScaledByOthers: true) == .written)
            #expect(image(cluster) == "shop:2" && replicas(cluster) == 5)
            let containers = cluster.object("deployments", "shop", in: "acme")?["spec"]?["template"]?["spec"]?["containers"]
            #expect(containers?[0]?["name"]?.string == "app" && containers?[1] == nil)
        }
    }

    @Test func `who wrote between a refusal and its mending is looked at first`() async throws {
        try await run { cluster, writer async throws in
            _ = try await writer(1, []).ensure(deployment())
            cluster.fail(RequestMatch("PATCH", path: "/deployments/shop"), .refuse(422, reason: "Invalid"))
            cluster.fail(RequestMatch("PATCH", path: "/deployments/shop"), .refuse(409, reason: "Conflict"))
            cluster.forgetRequests()
            #expect(try await writer(2, [row]).ensure(deployment("shop:2")) == .written)
            #expect(image(cluster) == "shop:2")
            #expect(cluster.requests.map(\.method) == ["GET", "PATCH", "PATCH", "GET", "PATCH"])
        }
    }

    @Test func `what a webhook changes as it is written is not written again and again`() async throws {
        try await run { cluster, writer async throws in
            cluster.mutate("deployments") { $0["spec"]?["replicas"] = 3 }
            #expect(try await writer(1, []).ensure(deployment()) == .contested)
            cluster.forgetRequests()
            for fence in 2..<20 { #expect(try await writer(Int64(fence), [row]).ensure(deployment()) == .contested) }
            #expect(cluster.requests.allSatisfy { $0.method == "GET" })
            // Another release is written at once, and what nobody changes any more is as it shall be the next time.
            #expect(try await writer(20, [row]).ensure(deployment("shop:2")) == .contested)
            #expect(image(cluster) == "shop:2")
            cluster.mutate("deployments", nil)
            let (again, wanted) = (writer(21, [row]), deployment("shop:2"))
            let checks = ClusterChecks(client: again.client, caches: again.caches, contested: again.contested, ingressClass: "")
            #expect(checks.objects().state == .warn && checks.objects().message.contains("Deployment acme/shop"))
            try await eventually("it is tried again", within: .seconds(20)) { try await again.ensure(wanted) == .written }
            #expect(try await writer(22, [row]).ensure(deployment("shop:2")) == .unchanged)
            #expect(checks.objects().state == .ok)
        }
    }

    @Test func `only what can never be changed is made anew, not what a policy refuses`() async throws {
        func map(_ labels: [String: String]) -> ConfigMap {
            ConfigMap(metadata: ObjectMeta(name: "shop-1", namespace: "acme", labels: labels), data: ["A": "1"], immutable: true)
        }
        let known = ClusterObject(namespace: "acme", kind: "ConfigMap", name: "shop-1")
        try await run { cluster, writer async throws in
            _ = try await writer(1, []).ensure(map(["a": "1"]))
            let uid = cluster.object("configmaps", "shop-1", in: "acme")?["metadata"]?["uid"]
            let policy = "admission webhook \"labels.example\" denied the request: must carry the label team"
            cluster.fail(RequestMatch("PATCH", path: "/configmaps/shop-1"), .refuse(422, reason: "Invalid", message: policy), times: 100)
            let refusal = await #expect(throws: KubernetesError.self) { _ = try await writer(2, [known]).ensure(map(["a": "2"])) }
            #expect(refusal?.isDeniedByAdmission == true)
            #expect(cluster.object("configmaps", "shop-1", in: "acme")?["metadata"]?["uid"] == uid)
            cluster.mend()
            let immutable = "ConfigMap \"shop-1\" is invalid: data: Forbidden: field is immutable when `immutable` is set"
            cluster.fail(RequestMatch("PATCH", path: "/configmaps/shop-1"), .refuse(422, reason: "Invalid", message: immutable))
            #expect(try await writer(3, [known]).ensure(map(["a": "2"])) == .written)
            #expect(cluster.object("configmaps", "shop-1", in: "acme")?["metadata"]?["uid"] != uid)
        }
    }

    @Test func `an autoscaler's number stays, but at zero it is off`() async throws {
        try await run { cluster, writer async throws in
            _ = try await writer(1, []).ensure(deployment(), isScaledByOthers: true)
            cluster.edit("deployments", "shop", in: "acme") { $0["spec"]?["replicas"] = 4 }
            #expect(try await writer(2, [row]).ensure(deployment(), isScaledByOthers: true) == .unchanged)
            #expect(try await writer(2, [row]).ensure(deployment("shop:2"), isScaledByOthers: true) == .written)
            #expect(replicas(cluster) == 4 && image(cluster) == "shop:2")
            cluster.edit("deployments", "shop", in: "acme") { $0["spec"]?["replicas"] = 0 }
            #expect(try await writer(3, [row]).ensure(deployment("shop:2"), isScaledByOthers: true) == .written)
            #expect(replicas(cluster) == 1)
        }
    }
}
