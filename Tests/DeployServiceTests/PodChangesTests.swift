import Core
import Kubernetes
import Messages
import Postgres
import Reconciliation
import Testing

@testable import DeployService

@Suite struct PodChangesTests {
    static func pod(
        _ uid: String, of deployment: DeploymentID, ready: Bool = false, restarts: Int = 0, exit: Int? = nil, isDown: Bool = false, isDeleting: Bool = false,
        version: Int? = nil
    ) -> Pod {
        var meta = ObjectMeta(
            name: "shop-\(uid)", namespace: "slipway-acme", labels: [Labels.deployment: deployment.description, Labels.release: "1"],
            annotations: [Labels.restart: "3"])
        meta.uid = uid
        meta.resourceVersion = version.map(String.init)
        if isDeleting { meta.deletionTimestamp = .now() }
        let end = exit.map { ContainerStatus.State.Terminated(exitCode: $0) }
        let state = ContainerStatus(
            name: "app", state: isDown ? .init(terminated: end) : .init(running: .init(startedAt: .now())),
            lastState: isDown ? nil : end.map { .init(terminated: $0) }, restartCount: restarts)
        return Pod(
            metadata: meta, spec: PodSpec(containers: []),
            status: PodStatus(
                phase: "Running", conditions: [Condition(type: "Ready", status: ready ? "True" : "False", lastTransitionTime: .now())],
                containerStatuses: [state]))
    }

    @Test func `Pods become instances, and what happens to them is told`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            func see(_ pods: [Pod]) async throws {
                let rows = try #require(try await f.store.runtimeState(lease)).instances
                let changes = PodChanges(rows, pods)
                try await f.store.settle(lease, "settling") { db, app in try db.settlePods(changes, of: app) }
            }
            try await see([Self.pod("u1", of: live.id)])
            try await see([Self.pod("u1", of: live.id, ready: true), Self.pod("u2", of: live.id)])
            let instances = try await f.store.instances(of: f.app, project: f.project)
            #expect(instances.map(\.name) == ["shop-1-a", "shop-1-b"])
            #expect(instances.map(\.state) == [.serving, .starting])
            #expect(instances[0].pod == PodReference(namespace: "slipway-acme", name: "shop-u1"))
            #expect(instances[0].proto.podContainer == "app" && instances[0].proto.containerID == "u1" && instances[0].generation == 3)
            // Nothing new: nothing is told.
            try await see([Self.pod("u1", of: live.id, ready: true), Self.pod("u2", of: live.id)])
            try await see([Self.pod("u1", of: live.id, restarts: 1, exit: 7), Self.pod("u2", of: live.id)])
            try await see([Self.pod("u1", of: live.id, ready: true, restarts: 1, exit: 7), Self.pod("u2", of: live.id, isDeleting: true)])
            try await see([Self.pod("u1", of: live.id, ready: true, restarts: 1, exit: 7)])
            #expect(try await f.facts("instance") == ["created", "created", "serving", "restarted", "serving", "stopping", "removed"])
            let lines = try await f.store.unsentLines().flatMap(\.lines).map { String(decoding: $0.message, as: UTF8.self) }
            #expect(lines.contains("shop-1-a exited with 7; the cluster starts it again."))
            #expect(try await f.store.instances(of: f.app, project: f.project).map(\.restarts) == [1])
        }
    }

    @Test func `an app of which nothing serves has failed, and says why once`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            func see(_ pods: [Pod], failures: [String: DeploymentFailure]?) async throws {
                let rows = try #require(try await f.store.runtimeState(lease)).instances
                let changes = PodChanges(rows, pods, failures: failures)
                if !changes.isEmpty { try await f.store.settle(lease, "settling") { db, app in try db.settlePods(changes, of: app) } }
            }
            let failure = DeploymentFailure(reason: .unschedulable, message: "No node has room for it.", details: "0/3 nodes")
            try await see([Self.pod("u1", of: live.id)], failures: [:])
            #expect(try await f.statuses().last?.status == "live", "it may be on its way")
            for _ in 0..<2 { try await see([Self.pod("u1", of: live.id)], failures: ["u1": failure]) }
            #expect(try await f.statuses().last?.status == "failed")
            #expect(try await f.store.instances(of: f.app, project: f.project).first?.failure == failure)
            try await see([Self.pod("u1", of: live.id)], failures: nil)
            #expect(try await f.statuses().last?.status == "failed", "nobody has looked")
            try await see([Self.pod("u1", of: live.id, ready: true)], failures: [:])
            #expect(try await f.statuses().last?.status == "live")
            #expect(try await f.facts("instance") == ["created", "failed", "serving"])
            let lines = try await f.store.unsentLines().flatMap(\.lines).map { String(decoding: $0.message, as: UTF8.self) }
            #expect(lines.filter { $0 == "shop-1-a does not serve: No node has room for it." }.count == 1)
        }
    }

    @Test func `a watch that is behind takes nothing back`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            func see(_ pods: [Pod]) async throws {
                let rows = try #require(try await f.store.runtimeState(lease)).instances
                let changes = PodChanges(rows, pods)
                try await f.store.settle(lease, "settling") { db, app in try db.settlePods(changes, of: app) }
            }
            try await see([Self.pod("u1", of: live.id, version: 8)])
            try await see([Self.pod("u1", of: live.id, ready: true, version: 12)])
            try await see([Self.pod("u1", of: live.id, restarts: 1, exit: 7, version: 10)])
            #expect(try await f.store.instances(of: f.app, project: f.project).map(\.state) == [.serving])
            try await see([])
            try await see([Self.pod("u1", of: live.id, ready: true, version: 12)])
            #expect(try await f.facts("instance") == ["created", "serving", "removed"], "what was seen to be gone is not there again")
        }
    }

    @Test func `each end is told once, however it is seen`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            func told(_ pod: Pod) async throws -> Int {
                let rows = try #require(try await f.store.runtimeState(lease)).instances
                try await f.store.settle(lease, "settling") { db, app in try db.settlePods(PodChanges(rows, [pod]), of: app) }
                return try await f.store.unsentLines().flatMap(\.lines).filter { String(decoding: $0.message, as: UTF8.self).contains("exited with") }.count
            }
            #expect(try await told(Self.pod("u1", of: live.id, ready: true)) == 0)
            // Seen to be down, then up, then ready: one end.
            #expect(try await told(Self.pod("u1", of: live.id, exit: 7, isDown: true)) == 1)
            #expect(try await told(Self.pod("u1", of: live.id, restarts: 1, exit: 7)) == 1)
            #expect(try await told(Self.pod("u1", of: live.id, ready: true, restarts: 1, exit: 7)) == 1)
            // Seen when it is up again only: the second.
            #expect(try await told(Self.pod("u1", of: live.id, restarts: 2, exit: 7)) == 2)
            #expect(try await told(Self.pod("u1", of: live.id, restarts: 2, exit: 7, isDown: true)) == 3)
            #expect(try await told(Self.pod("u1", of: live.id, restarts: 3, exit: 7)) == 3)
        }
    }

    @Test func `a crash loop makes the app's status failed, and its end live again`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            func see(_ pod: Pod) async throws {
                let rows = try #require(try await f.store.runtimeState(lease)).instances
                try await f.store.settle(lease, "settling") { db, app in try db.settlePods(PodChanges(rows, [pod]), of: app) }
            }
            try await see(Self.pod("u1", of: live.id, ready: true))
            try await see(Self.pod("u1", of: live.id, restarts: 2, exit: 1))
            #expect(try await f.statuses().last?.status == "failed")
            try await see(Self.pod("u1", of: live.id, ready: true, restarts: 2, exit: 1))
            #expect(try await f.statuses().last?.status == "live")
        }
    }
}

@Suite struct ClusterStoreTests {
    private let shop = ClusterObject(namespace: "n", kind: "Deployment", name: "shop")
    private let space = ClusterObject(namespace: "n", kind: "Namespace", name: "n")

    @Test func `an object is written down, buried and forgotten, and nothing is buried by a look`() async throws {
        try await Fixture.run { f in
            try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            let app = try #require(try await f.store.app(f.app))
            try await f.store.settle(lease, "noting") { db, app in
                try db.noteObjects([space], of: app, isProject: true)
                try db.noteObjects([shop], of: app)
                // Not buried, so not forgotten: an answer that came back empty removes no row.
                try db.objectIsGone(shop)
            }
            var state = try await f.store.clusterState(of: app)
            #expect(state.objects == [shop] && state.projectObjects == [space] && state.tombstones.isEmpty && !state.isProjectLeaving)
            try await f.store.settle(lease, "burying") { db, app in try db.buryObjects([shop], of: app.id) }
            #expect(try await f.store.clusterState(of: app).tombstones == [shop])
            // Wanted again before it went.
            try await f.store.settle(lease, "noting") { db, app in try db.noteObjects([shop], of: app) }
            #expect(try await f.store.clusterState(of: app).tombstones.isEmpty)
            try await f.store.settle(lease, "burying") { db, app in
                try db.buryObjects([shop], of: app.id)
                try db.objectIsGone(shop)
            }
            state = try await f.store.clusterState(of: app)
            #expect(state.objects.isEmpty && state.projectObjects == [space])
        }
    }

    @Test func `with the last app goes the project's namespace, and nothing begins there meanwhile`() async throws {
        try await Fixture.run { f in
            try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            let app = try #require(try await f.store.app(f.app))
            try await f.store.settle(lease, "noting") { db, app in try db.noteObjects([space], of: app, isProject: true) }
            #expect(try await f.store.leavingNamespaces().isEmpty)
            _ = try await f.store.bury(f.app)
            try await f.store.settle(lease, "removing") { db, app in
                try db.buryProjectIfEmpty(app)
                try db.removeApp(app.id)
            }
            #expect(try await f.store.leavingNamespaces() == [space])
            #expect(try await f.store.clusterState(of: app).isProjectLeaving)
            #expect(try await f.store.clusterObjectCount(of: f.project) == 1)
            try await f.store.namespaceIsGone("n")
            #expect(try await f.store.clusterObjectCount(of: f.project) == 0)
        }
    }

    @Test func `a refusal is news once`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            try await f.store.wake([f.app])
            let lease = try #require(try await f.store.claimApp())
            let failure = DeploymentFailure(reason: .policyRefused, message: "No.", details: "webhook")
            let news = try await f.store.settle(lease, "noting") { db, _ in
                [try db.noteRefusal(failure, of: live.id), try db.noteRefusal(failure, of: live.id)]
            }
            #expect(news == [true, false])
            #expect(try await f.store.refusal(of: live.id) == ClusterRefusal(failure: failure, isFinal: true))
            try await f.store.settle(lease, "dropping") { db, _ in try db.dropRefusal(of: live.id) }
            #expect(try await f.store.refusal(of: live.id) == nil)
        }
    }
}
