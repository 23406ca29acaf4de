import Core
import Messages
import Postgres
import Reconciliation
import TestSupport
import Testing

@testable import DeployService

@Suite struct RuntimeStoreTests {
    private static let ports = 20_000...20_003

    private func leased(_ f: Fixture) async throws -> Leased<AppID> {
        try await f.store.wake([f.app])
        return try #require(try await f.store.claimApp())
    }

    @Test func `an instance's life is told, and its port is free again when it has ended`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            let lease = try await leased(f)
            let made = try await f.store.settle(lease, "adding") { db, app in
                try (0..<4).map { _ in try db.addInstance(of: app, live.id, release: 1, ports: Self.ports) }
            }
            #expect(Set(made.compactMap(\.port)) == Set(Self.ports))
            #expect(made.map(\.name) == ["shop-1-a", "shop-1-b", "shop-1-c", "shop-1-d"])
            await #expect(throws: Fault.self) {
                _ = try await f.store.settle(lease, "adding") { db, app in
                    try db.addInstance(of: app, live.id, release: 1, ports: Self.ports)
                }
            }
            #expect(try await f.store.firstStart(of: live.id) == nil)
            try await f.store.settle(lease, "living") { db, app in
                try db.instanceStarted(made[0].id, container: "c1")
                try db.instanceServes(made[0].id)
                try db.instanceExited(made[0].id, exits: 1, retryAt: .now())
                try db.instanceRestarted(made[0].id)
                try db.instanceServes(made[0].id)
                try db.instanceStops(made[0].id)
                try db.instanceServes(made[0].id)
                try db.instanceStopped(made[0].id)
                _ = try db.addInstance(of: app, live.id, release: 1, ports: Self.ports)
                try db.instanceRemoved(made[0].id)
            }
            #expect(
                try await f.facts("instance")
                    == ["created", "serving", "exited", "restarted", "serving", "stopping", "stopped", "removed"])
            #expect(try await f.store.instances(of: f.app, project: f.project).count == 4)
            let first = try #require(try await f.store.firstStart(of: live.id), "though what was started then is gone")
            try await f.store.settle(lease, "starting") { db, _ in try db.instanceStarted(made[1].id, container: "c2") }
            #expect(try await f.store.firstStart(of: live.id) == first)
        }
    }

    @Test func `an app is one worker's at a time`() async throws {
        try await Fixture.run { f in
            _ = try await f.create()
            let lease = try await leased(f)
            try await f.store.wake([f.app])
            #expect(try await f.store.claimApp() == nil)
            // Somebody asked meanwhile, so its next turn is at once and not in a minute.
            try await f.store.release(lease, after: .seconds(60))
            let next = try #require(try await f.store.claimApp())
            await #expect(throws: Fault.self) { try await f.store.settle(lease, "late") { _, _ in } }
            #expect(try await f.store.renew(next))
        }
    }

    @Test func `a route rises with every change and is seen once`() async throws {
        try await Fixture.run { f in
            let live = try await f.makeLive(try await f.create())
            let lease = try await leased(f)
            let port = try await f.store.settle(lease, "adding") { db, app in
                try #require(try db.addInstance(of: app, live.id, release: 1, ports: Self.ports).port)
            }
            let first = try await f.store.settle(lease, "routing") { db, app in try db.setRoute([port], of: app.id) }
            #expect(first?.generation == 1 && first?.isSeen == false)
            let same = try await f.store.settle(lease, "routing") { db, app in try db.setRoute([port], of: app.id) }
            #expect(same?.generation == 1)
            #expect(try await f.store.runtimeState(lease)?.instances.first?.isRouted == true)
            try await f.store.settle(lease, "seeing") { db, app in try db.routeSeen(1, of: app.id) }
            #expect(try await f.store.app(f.app)?.route.isSeen == true)
            try await f.store.settle(lease, "overtaking") { db, app in try db.overtakeRoute(7, of: app.id) }
            #expect(try await f.store.app(f.app)?.route.generation == 8)
        }
    }

    @Test func `a deleted app takes no more deployments and leaves nothing`() async throws {
        try await Fixture.run { f in
            try await f.makeLive(try await f.create())
            let moving = try await f.create()
            #expect(try await f.store.bury(f.app) == 0)
            #expect(try await f.reread(moving).cancelReason == "app_deleted")
            await #expect(throws: Fault.self) { try await f.create() }
            #expect(try await f.statuses().last?.status == "deleting")
            let lease = try await leased(f)
            try await f.store.settle(lease, "removing") { db, app in try db.removeApp(app.id) }
            #expect(try await f.store.bury(f.app) == nil)
            #expect(try await f.store.appCount(of: f.project) == 0)
        }
    }

    @Test func `a scale is told as the app's, and zero is stopped`() async throws {
        try await Fixture.run { f in
            try await f.makeLive(try await f.create())
            try await f.store.setScale(f.app, to: 3)
            #expect(try await f.statuses().last?.instances == 3)
            try await f.store.setScale(f.app, to: 0)
            #expect(try await f.statuses().last?.status == "stopped")
            await #expect(throws: Fault.self) { try await f.store.restart(f.app) }
        }
    }

    @Test func `a release keeps its sealed values, whatever comes after`() async throws {
        try await Fixture.run { f in
            try await f.makeLive(try await f.create())
            let release = try #require(try await f.store.release(1, of: f.app))
            #expect(release.variables == [SealedValue(key: "TOKEN", isSecret: true, value: [1, 2, 3])])
            let releases = try await f.store.releases(of: f.app, project: f.project, Page())
            #expect(releases.map(\.serving) == [true])
        }
    }

    @Test func `platform lines are numbered per writer and go out in order`() async throws {
        try await Fixture.run { f in
            let first = try await f.makeLive(try await f.create())
            try await f.store.setScale(f.app, to: 3)
            try await f.store.setScale(f.app, to: 2)
            let batches = try await f.store.unsentLines()
            #expect(Set(batches.map(\.writer)) == ["app:\(f.app)", "deployment:\(first.id)"])
            let own = try #require(batches.first { $0.writer.hasPrefix("app:") })
            #expect(own.firstOrdinal == 1 && own.lines.count == 2)
            for batch in batches { try await f.store.sent(batch) }
            try await f.store.setScale(f.app, to: 1)
            #expect(try await f.store.unsentLines().first?.firstOrdinal == 3)
        }
    }
}
