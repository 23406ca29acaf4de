import ChangeFeed
import ContainerEngine
import Core
import Logging
import Messaging
import Postgres
import TestSupport
import Testing

@testable import BuildService

@Suite struct CollectionStoreTests {
    /// Builds of one app, and the collections over them.
    struct Ground: Sendable {
        let builds: BuildStore
        let collections: CollectionStore
        let gate: RegistryGate
        let pool: PostgresPool
        let project = ProjectID()
        let app = AppID()

        func ensure(_ number: Int, key: String) async throws -> Build {
            let commit = String(repeating: "0", count: 39) + "\(number)"
            return try await builds.ensure(
                key: key, project: project, app: app, commit: commit, branch: "main", settingsHash: "h", request: BuildRequest(),
                in: RegistryPlace(host: "r.test"))
        }

        /// As far as `building`.
        func begin(_ number: Int, key: String) async throws -> Build {
            _ = try await ensure(number, key: key)
            let fetching = try #require(try await builds.claim(owner: "a"))
            return try #require(try await builds.advance(fetching, to: .building, from: [.fetching]))
        }

        @discardableResult
        func succeed(_ number: Int, image: String, key: String? = nil) async throws -> Build {
            let building = try await begin(number, key: key ?? "first \(number)")
            guard case .begun(var pushing) = try await builds.beginPush(building) else { throw Fault.internal("the gate is closed") }
            pushing.image = image
            return try #require(try await builds.advance(pushing, to: .succeeded, from: [.pushing]))
        }

        func collection() async throws -> Collection {
            _ = try await collections.request(CollectionID(), .requested)
            return try #require(try await collections.claim(owner: "a"))
        }

        func considered(_ collection: Collection) async throws -> [UnneededImage] {
            try await collections.consider(collection, before: Timestamp.now().adding(.seconds(1)))
        }
    }

    func withGround(_ body: @Sendable (Ground) async throws -> Void) async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
            let log = Logger(label: "test")
            let nats = NATSConnection(NATSConfiguration(url: "nats://127.0.0.1:1", user: "", password: Secret(""), name: "test"), log: log)
            let feed = ChangeFeed(service: "build", pool: pool, nats: nats, log: log)
            try await body(
                Ground(
                    builds: BuildStore(pool: pool, feed: feed), collections: CollectionStore(pool: pool), gate: RegistryGate(pool: pool),
                    pool: pool))
        }
    }

    @Test func `an image that is written off is handed out no more: the next command builds it anew`() async throws {
        try await withGround { ground in
            let build = try await ground.succeed(1, image: "r.test/a@sha256:1")
            let collection = try await ground.collection()
            let considered = try await ground.considered(collection)
            #expect(considered == [UnneededImage(app: ground.app, image: "r.test/a@sha256:1", builds: [build.id])])
            #expect(try await ground.collections.writeOff(considered[0], collection))
            #expect(try await ground.collections.removals() == ["r.test/a@sha256:1"])
            let same = try await ground.ensure(1, key: "first 1")
            #expect(same.status == .succeeded && same.imageRemoved != nil, "the same command is the same build")
            let again = try await ground.ensure(1, key: "second")
            #expect(again.id == build.id && again.status == .queued && again.attempt == 2)
            #expect(again.image.isEmpty && again.imageRemoved == nil)
            #expect(try await ground.considered(collection).isEmpty)
        }
    }

    @Test func `a command that comes while a collection decides keeps its image`() async throws {
        try await withGround { ground in
            try await ground.succeed(1, image: "r.test/a@sha256:1")
            let collection = try await ground.collection()
            let considered = try await ground.considered(collection)
            let wanted = try await ground.ensure(1, key: "second")
            #expect(wanted.status == .succeeded && wanted.image == "r.test/a@sha256:1")
            #expect(try await !ground.collections.writeOff(considered[0], collection))
            #expect(try await ground.ensure(1, key: "third").image == "r.test/a@sha256:1")
            #expect(try await ground.collections.removals().isEmpty)
        }
    }

    @Test func `a hundred commands at once either all have the image or all build it anew`() async throws {
        try await withGround { ground in
            try await ground.succeed(1, image: "r.test/a@sha256:1")
            let collection = try await ground.collection()
            let considered = try await ground.considered(collection)
            async let written = ground.collections.writeOff(considered[0], collection)
            let builds = try await withThrowingTaskGroup(of: Build.self) { group in
                for number in 0..<100 { group.addTask { try await ground.ensure(1, key: "key \(number)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            if try await written {
                #expect(try await ground.builds.get(builds[0].id).status == .queued)
            } else {
                #expect(builds.allSatisfy { $0.image == "r.test/a@sha256:1" })
            }
        }
    }

    @Test func `an image that another build came to as well goes only with both`() async throws {
        try await withGround { ground in
            try await ground.succeed(1, image: "r.test/a@sha256:1")
            try await ground.succeed(2, image: "r.test/a@sha256:1")
            try await ground.pool.execute(
                "ageing", "UPDATE builds SET finished_at = now() - interval '1 h' WHERE commit LIKE '%1'")
            try await ground.pool.execute("ageing", "UPDATE build_commands SET created_at = now() - interval '1 h'")
            let collection = try await ground.collection()
            let before = Timestamp.now().adding(.seconds(-60))
            #expect(try await ground.collections.consider(collection, before: before).isEmpty)
            let both = try await ground.considered(collection)
            #expect(both.map(\.builds.count) == [2])
            #expect(try await ground.collections.writeOff(both[0], collection))
        }
    }

    @Test func `a build that came to a written-off image meanwhile saves it from the registry's door`() async throws {
        try await withGround { ground in
            try await ground.succeed(1, image: "r.test/a@sha256:1")
            let collection = try await ground.collection()
            #expect(try await ground.collections.writeOff(try await ground.considered(collection)[0], collection))
            #expect(try await !ground.collections.isAlive("r.test/a@sha256:1"))
            try await ground.succeed(2, image: "r.test/a@sha256:1")
            #expect(try await ground.collections.isAlive("r.test/a@sha256:1"))
        }
    }

    @Test func `what was asked for a moment ago is not considered, nor what an app that goes has`() async throws {
        try await withGround { ground in
            try await ground.succeed(1, image: "r.test/a@sha256:1")
            let collection = try await ground.collection()
            #expect(try await ground.collections.consider(collection, before: Timestamp.now().adding(.seconds(-60))).isEmpty)
            _ = try await ground.builds.delete(app: ground.app, project: ground.project)
            #expect(try await ground.considered(collection).isEmpty)
        }
    }

    @Test func `no push begins while the registry is closed, and those under way are told`() async throws {
        try await withGround { ground in
            let first = try await ground.begin(1, key: "one")
            let second = try await ground.begin(2, key: "two")
            guard case .begun = try await ground.builds.beginPush(first) else {
                Issue.record("the registry is open")
                return
            }
            let collection = try await ground.collection()
            try await ground.gate.close(collection)
            #expect(try await ground.gate.pushes() == 1)
            #expect(try await ground.builds.beginPush(second) == .closed)
            #expect(try await ground.builds.get(second.id).status == .building)
            try await ground.gate.open(collection)
            guard case .begun = try await ground.builds.beginPush(second) else {
                Issue.record("the registry is open again")
                return
            }
        }
    }

    @Test func `a collection that died opens the registry, and the next one goes on in its place`() async throws {
        try await withGround { ground in
            let building = try await ground.begin(1, key: "one")
            let dead = try await ground.collection()
            try await ground.gate.close(dead)
            try await ground.pool.execute("ending lease", "UPDATE collections SET lease_until = now() - interval '1 s'")
            try await ground.pool.execute("ending lease", "UPDATE registry_gate SET closed_until = now() - interval '1 s'")
            guard case .begun = try await ground.builds.beginPush(building) else {
                Issue.record("nobody holds the gate")
                return
            }
            let next = try #require(try await ground.collections.claim(owner: "b"))
            #expect(next.id == dead.id && next.fence > dead.fence)
            #expect(try await !ground.collections.renew(dead))
            #expect(try await !ground.gate.isClosed(), "whoever lost the lease does not hold the gate")
            await #expect(throws: CancellationError.self) { try await ground.gate.close(dead) }
            await #expect(throws: CancellationError.self) { try await ground.collections.finish(dead, message: "") }
            #expect(try await ground.collections.renew(next))
        }
    }

    @Test func `whoever asks meanwhile gets the collection that is under way`() async throws {
        try await withGround { ground in
            let ids = try await withThrowingTaskGroup(of: CollectionID.self) { group in
                for _ in 0..<20 { group.addTask { try await ground.collections.request(CollectionID(), .requested).id } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            let claimed = try #require(try await ground.collections.claim(owner: "a"))
            #expect(try await ground.collections.claim(owner: "b") == nil)
            try await ground.collections.finish(claimed, message: "")
            let next = try await ground.collections.request(CollectionID(), .clock)
            #expect(next.id != claimed.id)
            #expect(try await ground.collections.get(claimed.id).status == .succeeded)
        }
    }

    @Test func `it is time after an interval, sooner after a deletion or a failure`() async throws {
        try await withGround { ground in
            func due() async throws -> Collection.Trigger? { try await ground.collections.due(every: .seconds(3600), soon: .seconds(600)) }
            #expect(try await due() == nil)
            try await ground.pool.execute("ageing", "UPDATE registry_gate SET created_at = now() - interval '20 min'")
            #expect(try await due() == nil)
            try await ground.gate.noteGarbage()
            #expect(try await due() == .deletion)
            try await ground.gate.forgetGarbage()
            try await ground.pool.execute("ageing", "UPDATE registry_gate SET created_at = now() - interval '2 h'")
            #expect(try await due() == .clock)
            let collection = try await ground.collection()
            #expect(try await due() == nil)
            try await ground.collections.fail(collection, message: "No.")
            #expect(try await due() == nil)
            try await ground.pool.execute("ageing", "UPDATE collections SET finished_at = now() - interval '20 min'")
            #expect(try await due() == .clock)
        }
    }

    @Test func `a push that did not succeed is looked for in the registry, once`() async throws {
        try await withGround { ground in
            let building = try await ground.begin(1, key: "one")
            guard case .begun(let pushing) = try await ground.builds.beginPush(building) else {
                Issue.record("the registry is open")
                return
            }
            try await ground.builds.fail(pushing, BuildFailure(.pushFailed, "It broke."))
            let abandoned = try await ground.collections.abandonedPushes()
            #expect(abandoned.map(\.id) == [building.id])
            try await ground.collections.writeOff(abandoned[0], pushed: "r.test/a@sha256:9")
            #expect(try await ground.collections.abandonedPushes().isEmpty)
            #expect(try await ground.collections.removals() == ["r.test/a@sha256:9"])
        }
    }
}

@Suite struct SharesTests {
    @Test func `what several have is told as shared, and counted once`() {
        var shares = Shares()
        shares.add("base", 100, to: "a")
        shares.add("base", 100, to: "b")
        shares.add("base", 100, to: nil)
        shares.add("only a", 7, to: "a")
        shares.add("only a", 7, to: "a")
        shares.add("nobody's", 50, to: nil)
        #expect(shares.total == 107)
        #expect(shares.shares["a"]?.unique == 7 && shares.shares["a"]?.shared == 100)
        #expect(shares.shares["b"]?.unique == 0 && shares.shares["b"]?.shared == 100)
    }
}
