import ClusterStandIn
import ContainerEngine
import Core
import Foundation
import HTTPClient
import Kubernetes
import KubernetesClient
import Logging
import Messages
import Postgres
import Sealing
import Testing
import TestSupport

@testable import DeployService

/// The cluster's runtime over rows of a real database, against an API server whose answers go wrong.
@Suite struct ClusterRuntimeTests {
    private func run(
        before: @Sendable (StandInCluster) -> Void = { _ in }, _ body: @escaping @Sendable (Fixture, StandInCluster, ClusterRuntime) async throws -> Void
    ) async throws {
        let cluster = try StandInCluster()
        defer { cluster.stop() }
        cluster.set(["apiVersion": "networking.k8s.io/v1", "kind": "IngressClass", "metadata": ["name": "traefik"]])
        before(cluster)
        try await Fixture.run { f in
            let log = Logger(label: "test")
            let client = KubernetesClient(KubernetesConfiguration(server: cluster.url), fieldManager: "test", log: log)
            let caches = ClusterCaches(client, installation: "i", log: log)
            let feeder = Task {
                await withTaskGroup(of: Void.self) { group in for cache in caches.all { group.addTask { await cache.run() } } }
            }
            defer { feeder.cancel() }
            let key = MasterKey(bytes: [UInt8](repeating: 7, count: 32))
            let runtime = ClusterRuntime(
                store: f.store, client: client, caches: caches, opener: ReleaseOpener(key: key, installation: "i"),
                rendering: ClusterRendering(installation: "i", settings: .init()), patience: RolloutPatience(),
                images: ImageLookup(http: HTTPClient(), ours: RegistryClient("127.0.0.1:1", http: HTTPClient())), log: log)
            try await body(f, cluster, runtime)
        }
    }

    /// A deployment that has come to its `apply` step.
    private func candidate(_ f: Fixture) async throws -> Leased<DeploymentID> {
        let lease = try await f.claim(try await f.create())
        while let state = try await f.store.state(lease), let next = state.next, next.step != .apply {
            _ = try await f.store.begin(next.step, lease)
            if next.step == .release {
                var release = RenderingTests.release()
                (release.app, release.number) = (f.app, try await f.store.releaseNumber(lease) ?? 0)
                _ = try await f.store.keep(release, lease, detail: "sealed", input: "x")
            } else {
                _ = try await f.store.advance(lease, "finishing step") { db, _, deployment in
                    try db.finishStep(next.step, of: deployment.id, .succeeded, detail: "")
                }
            }
        }
        _ = try await f.store.advance(lease, "wanting") { db, app, deployment in try db.setCandidate(deployment.id, of: app.id) }
        return lease
    }

    private func look(_ f: Fixture, _ runtime: ClusterRuntime) async throws -> Duration {
        try await f.store.wake([f.app])
        let lease = try #require(try await f.store.claimApp())
        let pause = try await runtime.pass(lease)
        try await f.store.release(lease, after: .zero)
        return pause
    }

    @Test func `nothing is handed over while a webhook keeps the way to the app from being made, and people are told`() async throws {
        try await run { f, cluster, runtime in
            try await eventually("everything is read") { runtime.caches.isSynced }
            let lease = try await candidate(f)
            @Sendable func progress() async throws -> RolloutProgress { try await runtime.progress(of: try #require(try await f.store.state(lease))) }
            let said = "Internal error occurred: failed calling webhook \"validate.example\": connection refused"
            cluster.fail(RequestMatch("PATCH", path: "/ingresses/"), .refuse(500, reason: "InternalError", message: said), times: 1_000)
            #expect(try await look(f, runtime) >= .milliseconds(500))
            try await eventually("the Deployment is known") { !runtime.caches.deployments.objects().isEmpty }
            let hindered = try await progress()
            #expect(hindered.failure == nil && hindered.applied == nil && hindered.routed == nil)
            #expect(hindered.remark == "The cluster could not take what the app needs: \(said).")
            #expect(hindered.hindrance?.reason == .internal && hindered.hindrance?.details == said)

            // What ends its patience says so, not that there was no room.
            var late = try #require(try await f.store.state(lease))
            for index in late.ledger.indices where late.ledger[index].step == .apply { late.ledger[index].startedAt = .now().adding(.seconds(-901)) }
            #expect(try await ApplyStep(store: f.store, runtime: runtime).run(late, lease) == .failed(try #require(hindered.hindrance)))

            cluster.mend()
            _ = try await look(f, runtime)
            try await eventually("the Ingress is known") { !runtime.caches.ingresses.objects().isEmpty }
            cluster.edit("deployments", "shop", in: runtime.caches.deployments.objects().first?.metadata.namespace) { object in
                object["status"] = ["observedGeneration": object["metadata"]?["generation"] ?? 1]
            }
            try await eventually("it is handed over") { try await progress().applied != nil }
            #expect(try await progress().hindrance == nil)
        }
    }

    @Test func `a kind that may not be read is named, by those who wait and by the check`() async throws {
        try await run(before: { $0.fail(RequestMatch("GET", path: "/ingressclasses"), .refuse(403, reason: "Forbidden", message: "ingressclasses is forbidden: no rights"), times: 1_000) }) { f, _, runtime in
            try await eventually("it is refused") { !runtime.caches.troubles.isEmpty }
            try await eventually("the others are read") { runtime.caches.all.filter { !$0.isSynced }.map(\.kind) == ["IngressClass"] }
            let lease = try await candidate(f)
            let progress = try await runtime.progress(of: try #require(try await f.store.state(lease)))
            #expect(progress.remark == "Slipway can't read IngressClass objects of the cluster: no rights.")
            #expect(progress.hindrance?.message == progress.remark)
            // What rolls out is heard all the same: its clocks run.
            #expect(runtime.caches.isHeard)
            let finding = await ClusterChecks(
                client: runtime.client, caches: runtime.caches, contested: runtime.contested, ingressClass: "traefik"
            ).cluster()
            #expect("\(finding)".contains("IngressClass") && "\(finding)".contains("no rights"))
        }
    }

    @Test func `why instances are not ready is one question for all, and not at every look`() async throws {
        try await run { _, cluster, runtime in
            for pod in ["a", "b"] {
                cluster.set([
                    "apiVersion": "v1", "kind": "Event", "metadata": ["name": .string(pod), "namespace": "acme"], "type": "Warning", "reason": "Unhealthy",
                    "message": "Readiness probe failed", "involvedObject": ["kind": "Pod", "name": .string(pod), "uid": .string(pod)],
                ])
            }
            cluster.forgetRequests()
            for _ in 0..<5 { #expect(await runtime.complaints.events(in: "acme", runtime.client).count == 2) }
            #expect(cluster.requests.filter { $0.path.contains("/events") }.count == 1)
        }
    }

    @Test func `a namespace that another replica has had made anew meanwhile stays`() async throws {
        try await run { _, cluster, runtime async throws in
            cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "n", "labels": [Labels.installation: "i"]]])
            let row = ClusterObject(namespace: "n", kind: "Namespace", name: "n")
            let isGoneAlready = try await runtime.client.remove(row, installation: "i", mayGo: { false })
            #expect(!isGoneAlready)
            #expect(cluster.object("namespaces", "n") != nil)
            let isGone = try await runtime.client.remove(row, installation: "i", mayGo: { true })
            #expect(isGone)
            #expect(cluster.object("namespaces", "n") == nil)
        }
    }

    @Test func `an app whose Pods are refused has failed and says why once, and is live again when they are made`() async throws {
        try await run { f, cluster, runtime in
            try await eventually("everything is read") { runtime.caches.isSynced }
            let live = try await f.makeLive(try await f.create(), hasVariables: false)
            _ = try await look(f, runtime)
            try await eventually("the Deployment is known") { !runtime.caches.deployments.objects().isEmpty }
            let deployment = try #require(runtime.caches.deployments.objects().first)
            let namespace = try #require(deployment.metadata.namespace)
            cluster.edit("deployments", deployment.metadata.name, in: namespace) { object in
                object["status"] = ["observedGeneration": object["metadata"]?["generation"] ?? 1]
            }
            @Sendable func tell(_ condition: JSONValue?) {
                cluster.set([
                    "apiVersion": "apps/v1", "kind": "ReplicaSet",
                    "metadata": [
                        "name": "shop-1", "namespace": .string(namespace), "labels": .object((deployment.metadata.labels ?? [:]).mapValues { .string($0) }),
                        "annotations": ["deployment.kubernetes.io/revision": "1"],
                        "ownerReferences": [["apiVersion": "apps/v1", "kind": "Deployment", "name": "shop", "uid": .string(deployment.metadata.uid ?? "")]],
                    ],
                    "spec": ["replicas": 1], "status": ["replicas": 0, "conditions": condition.map { .array([$0]) } ?? []],
                ])
            }
            func refusal(_ pod: String, ago seconds: Int) -> JSONValue {
                [
                    "type": "ReplicaFailure", "status": "True", "reason": "FailedCreate",
                    "message": .string("pods \"\(pod)\" is forbidden: exceeded quota: slipway, requested: limits.cpu=500m, used: limits.cpu=1, limited: limits.cpu=1"),
                    "lastTransitionTime": .string(Timestamp.now().adding(.seconds(-seconds)).rfc3339),
                ]
            }
            tell(refusal("shop-1-a", ago: 2))
            try await eventually("it is known") { runtime.caches.replicaSets.objects().first?.status?.conditions["ReplicaFailure"] != nil }
            #expect(try await look(f, runtime) <= .seconds(5), "it is looked at again when its time is over")
            #expect(try await f.statuses().last?.status == "live", "it may pass")
            for pod in ["shop-1-b", "shop-1-c"] {
                tell(refusal(pod, ago: 10))
                try await eventually("it is known") { runtime.caches.replicaSets.objects().first?.status?.conditions["ReplicaFailure"]?.message?.contains(pod) == true }
                _ = try await look(f, runtime)
            }
            #expect(try await f.statuses().last?.status == "failed")
            let refused = try #require(try await f.store.refusal(of: live.id))
            #expect(refused.isOfPods && !refused.isFinal && refused.failure.reason == .quotaExceeded)
            let said = try await f.store.unsentLines().flatMap(\.lines).map { String(decoding: $0.message, as: UTF8.self) }
            #expect(said.filter { $0 == refused.failure.message }.count == 1)
            tell(nil)
            try await eventually("it is over") { runtime.caches.replicaSets.objects().first?.status?.conditions["ReplicaFailure"] == nil }
            _ = try await look(f, runtime)
            #expect(try await f.store.refusal(of: live.id) == nil)
            #expect(try await f.statuses().last?.status == "live")
        }
    }

    @Test func `a namespace that cannot be removed keeps no other from going`() async throws {
        try await run { f, cluster, runtime in
            for name in ["a-stuck", "b-free"] {
                cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name), "labels": [Labels.installation: "i"]]])
                try await f.pool.execute(
                    "burying",
                    "INSERT INTO cluster_objects (namespace, kind, name, project_id, tombstone_at) VALUES (\(name), 'Namespace', \(name), \(f.project), now())")
            }
            cluster.fail(RequestMatch("GET", path: "/namespaces/a-stuck"), .refuse(500, reason: "InternalError"), times: 1_000)
            let namespaces = NamespaceReconciler(store: f.store, client: runtime.client, installation: "i", log: runtime.log)
            try await namespaces.pass()
            #expect(try await f.store.leavingNamespaces().map(\.name) == ["a-stuck"])
            #expect(cluster.object("namespaces", "b-free") == nil)
            // It is not asked for again at once.
            let asked = cluster.requests.filter { $0.path.contains("a-stuck") }.count
            try await namespaces.pass()
            #expect(cluster.requests.filter { $0.path.contains("a-stuck") }.count == asked)
            cluster.mend()
            try await eventually("it goes too") {
                try await namespaces.pass()
                return try await f.store.leavingNamespaces().isEmpty
            }
        }
    }
}
