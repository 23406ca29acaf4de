import Core
import Messages
import Postgres
import Reconciliation
import Testing

@testable import DeployService

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
