import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Logging
import Postgres
import Testing
import TestSupport

@testable import DeployService

/// Looks at apps at rest, on rows of a real database and what watches saw of a stand-in.
@Suite struct ResyncTests {
    private let log = Logger(label: "test")
    private let object = ClusterObject(namespace: "acme", kind: "Service", name: "shop")

    private func service(port: Int, _ app: AppID) -> JSONValue {
        [
            "apiVersion": "v1", "kind": "Service",
            "metadata": ["name": "shop", "namespace": "acme", "labels": [Labels.installation: "i", Labels.app: .string(app.description)]],
            "spec": ["ports": [["port": .int(Int64(port))]]],
        ]
    }

    private func settled(_ f: Fixture) async throws -> AppRecord {
        try await f.makeLive(try await f.create())
        try await f.store.wake([f.app])
        let lease = try #require(try await f.store.claimApp())
        try await f.store.settle(lease, "noting") { db, app in try db.noteObjects([object], of: app) }
        try await f.store.release(lease, after: .seconds(5))
        return try #require(try await f.store.app(f.app))
    }

    private func untilNextLook(_ f: Fixture) async throws -> Double {
        try await f.pool.one("reading", "SELECT extract(epoch FROM next_pass_at - now())::float8 AS left FROM apps WHERE id = \(f.app)") { try $0.get("left") }
    }

    @Test func `an app that is as it was found waits; one of which anything differs gets its turn`() async throws {
        try await Fixture.run { f in
            let app = try await settled(f)
            let cluster = try StandInCluster()
            defer { cluster.stop() }
            cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "acme"], "status": ["phase": "Active"]])
            cluster.set(service(port: 80, f.app))
            let client = KubernetesClient(KubernetesConfiguration(server: cluster.url), fieldManager: "test", log: log)
            let caches = ClusterCaches(client, installation: "i", log: log)
            let feeder = Task {
                await withTaskGroup(of: Void.self) { group in for cache in caches.all { group.addTask { await cache.run() } } }
            }
            defer { feeder.cancel() }
            try await eventually("everything is read") { caches.isSynced && caches.revision(of: object) != nil }
            let stillness = Stillness()
            let resync = ClusterResync(store: f.store, caches: caches, stillness: stillness)
            let state = try await f.store.clusterState(of: app)
            let basis = try #require(stillness.basis(app, release: 1, state, caches))

            try await resync.pass()
            #expect(try await untilNextLook(f) <= 0, "nobody has found it as it shall be")
            stillness.note(basis, of: f.app)
            try await f.store.release(try #require(try await f.store.claimApp()), after: .seconds(5))
            try await resync.pass()
            #expect(try await untilNextLook(f) > 55, "it is as it was found")

            // Its turn is no longer near, and it is left alone.
            try await resync.pass()
            cluster.set(service(port: 81, f.app))
            try await eventually("the change is known") { caches.revision(of: object) != nil && stillness.basis(app, release: 1, state, caches) != basis }
            try await f.pool.execute("waiting", "UPDATE apps SET next_pass_at = now() + interval '5 s'")
            try await resync.pass()
            #expect(try await untilNextLook(f) <= 0, "an object is another")
        }
    }

    @Test func `only what is at rest and has its turn soon is taken`() async throws {
        try await Fixture.run { f in
            let app = try await settled(f)
            func taken() async throws -> [AppID] {
                try await f.store.restingApps(dueWithin: .seconds(10), pause: .seconds(60), limit: 10).map(\.app.id)
            }
            func near() async throws { try await f.pool.execute("waiting", "UPDATE apps SET next_pass_at = now() + interval '5 s'") }
            let resting = try await f.store.restingApps(dueWithin: .seconds(10), pause: .seconds(60), limit: 10)
            #expect(resting.map(\.app) == [app] && resting.first?.release == 1 && resting.first?.cluster.objects == [object])
            #expect(try await taken().isEmpty, "its turn is a minute away")
            try await f.store.wake([f.app])
            #expect(try await taken().isEmpty, "somebody asked for a turn of its own")
            let lease = try #require(try await f.store.claimApp())
            #expect(try await taken().isEmpty, "it has its turn")
            try await f.store.release(lease, after: .seconds(5))
            try await near()
            let live = try #require(app.current)
            let failure = DeploymentFailure(reason: .quotaExceeded, message: "no", details: "")
            _ = try await f.pool.transaction("refusing") { db in try db.noteRefusal(failure, of: live) }
            #expect(try await taken().isEmpty, "the cluster refuses it")
            try await f.pool.transaction("dropping") { db in try db.dropRefusal(of: live) }
            #expect(try await taken() == [f.app])
            try await near()
            _ = try await f.store.bury(f.app)
            try await near()
            #expect(try await taken().isEmpty, "it goes")
        }
    }
}
