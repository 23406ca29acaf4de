import Core
import Kubernetes
import Messages
import Postgres
import Reconciliation
import Testing

@testable import DeployService

private extension Fixture {
    /// An app that is live, and its lease.
    func liveApp() async throws -> (DeployService.Deployment, Leased<AppID>) {
        let live = try await makeLive(try await create())
        try await store.wake([app])
        return (live, try #require(try await store.claimApp()))
    }

    /// A look at the cluster finds these Pods.
    func see(_ pods: [Pod], _ lease: Leased<AppID>, failures: [String: DeploymentFailure]? = nil) async throws {
        let rows = try #require(try await store.runtimeState(lease)).instances
        let changes = PodChanges(rows, pods, failures: failures)
        if !changes.isEmpty { try await store.settle(lease, "settling") { db, app in try db.settlePods(changes, of: app) } }
    }
}

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
            let (live, lease) = try await f.liveApp()
            try await f.see([Self.pod("u1", of: live.id)], lease)
            try await f.see([Self.pod("u1", of: live.id, ready: true), Self.pod("u2", of: live.id)], lease)
            let instances = try await f.store.instances(of: f.app, project: f.project)
            #expect(instances.map(\.name) == ["shop-1-a", "shop-1-b"])
            #expect(instances.map(\.state) == [.serving, .starting])
            #expect(instances[0].pod == PodReference(namespace: "slipway-acme", name: "shop-u1"))
            #expect(instances[0].proto.podContainer == "app" && instances[0].proto.containerID == "u1" && instances[0].generation == 3)
            // Nothing new: nothing is told.
            try await f.see([Self.pod("u1", of: live.id, ready: true), Self.pod("u2", of: live.id)], lease)
            try await f.see([Self.pod("u1", of: live.id, restarts: 1, exit: 7), Self.pod("u2", of: live.id)], lease)
            try await f.see([Self.pod("u1", of: live.id, ready: true, restarts: 1, exit: 7), Self.pod("u2", of: live.id, isDeleting: true)], lease)
            try await f.see([Self.pod("u1", of: live.id, ready: true, restarts: 1, exit: 7)], lease)
            #expect(try await f.facts("instance") == ["created", "created", "serving", "restarted", "serving", "stopping", "removed"])
            let lines = try await f.store.unsentLines().flatMap(\.lines).map { String(decoding: $0.message, as: UTF8.self) }
            #expect(lines.contains("shop-1-a exited with 7; the cluster starts it again."))
            #expect(try await f.store.instances(of: f.app, project: f.project).map(\.restarts) == [1])
        }
    }

    @Test func `an app of which nothing serves has failed, and says why once`() async throws {
        try await Fixture.run { f in
            let (live, lease) = try await f.liveApp()
            let failure = DeploymentFailure(reason: .unschedulable, message: "No node has room for it.", details: "0/3 nodes")
            try await f.see([Self.pod("u1", of: live.id)], lease, failures: [:])
            #expect(try await f.statuses().last?.status == "live", "it may be on its way")
            for _ in 0..<2 { try await f.see([Self.pod("u1", of: live.id)], lease, failures: ["u1": failure]) }
            #expect(try await f.statuses().last?.status == "failed")
            #expect(try await f.store.instances(of: f.app, project: f.project).first?.failure == failure)
            try await f.see([Self.pod("u1", of: live.id)], lease, failures: nil)
            #expect(try await f.statuses().last?.status == "failed", "nobody has looked")
            try await f.see([Self.pod("u1", of: live.id, ready: true)], lease, failures: [:])
            #expect(try await f.statuses().last?.status == "live")
            #expect(try await f.facts("instance") == ["created", "failed", "serving"])
            let lines = try await f.store.unsentLines().flatMap(\.lines).map { String(decoding: $0.message, as: UTF8.self) }
            #expect(lines.filter { $0 == "shop-1-a does not serve: No node has room for it." }.count == 1)
        }
    }

    @Test func `a watch that is behind takes nothing back`() async throws {
        try await Fixture.run { f in
            let (live, lease) = try await f.liveApp()
            try await f.see([Self.pod("u1", of: live.id, version: 8)], lease)
            try await f.see([Self.pod("u1", of: live.id, ready: true, version: 12)], lease)
            try await f.see([Self.pod("u1", of: live.id, restarts: 1, exit: 7, version: 10)], lease)
            #expect(try await f.store.instances(of: f.app, project: f.project).map(\.state) == [.serving])
            try await f.see([], lease)
            try await f.see([Self.pod("u1", of: live.id, ready: true, version: 12)], lease)
            #expect(try await f.facts("instance") == ["created", "serving", "removed"], "what was seen to be gone is not there again")
        }
    }

    @Test func `each end is told once, however it is seen`() async throws {
        try await Fixture.run { f in
            let (live, lease) = try await f.liveApp()
            func told(_ pod: Pod) async throws -> Int {
                try await f.see([pod], lease)
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
            let (live, lease) = try await f.liveApp()
            try await f.see([Self.pod("u1", of: live.id, ready: true)], lease)
            try await f.see([Self.pod("u1", of: live.id, restarts: 2, exit: 1)], lease)
            #expect(try await f.statuses().last?.status == "failed")
            try await f.see([Self.pod("u1", of: live.id, ready: true, restarts: 2, exit: 1)], lease)
            #expect(try await f.statuses().last?.status == "live")
        }
    }
}
