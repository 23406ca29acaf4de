import ChangeFeed
import ContainerEngine
import Core
import Logging
import Messages
import Messaging
import Postgres
import TestSupport
import Testing

@testable import BuildService

@Suite struct BuildStoreTests {
    let project = ProjectID()
    let app = AppID()
    let commit = String(repeating: "ab", count: 20)

    func withStore(_ body: @Sendable (BuildStore, SourceStore, PostgresPool) async throws -> Void) async throws {
        do {
            try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
                let log = Logger(label: "test")
                let nats = NATSConnection(NATSConfiguration(url: "nats://127.0.0.1:1", user: "", password: Secret(""), name: "test"), log: log)
                let feed = ChangeFeed(service: "build", pool: pool, nats: nats, log: log)
                try await body(BuildStore(pool: pool, feed: feed), SourceStore(pool: pool, feed: feed), pool)
            }
        } catch let fault as Fault {
            // What a fault keeps from its caller is what a failing test is about.
            Issue.record("\(String(reflecting: fault))")
        }
    }

    func ensure(_ store: BuildStore, key: String, hash: String = "h", in place: RegistryPlace = RegistryPlace(host: "r.test")) async throws -> Build {
        var request = BuildRequest()
        request.repository = "https://example.com/a/b"
        return try await store.ensure(key: key, project: project, app: app, commit: commit, branch: "main", settingsHash: hash, request: request, in: place)
    }

    func verbs(_ pool: PostgresPool) async throws -> [String] {
        try await pool.query("reading facts", "SELECT entity || ' ' || verb AS fact FROM changes ORDER BY id") { try $0.get("fact", as: String.self) }
    }

    @Test func `a hundred askers at once get one build`() async throws {
        try await withStore { store, _, pool in
            let ids = try await withThrowingTaskGroup(of: BuildID.self) { group in
                for number in 0..<100 { group.addTask { try await ensure(store, key: "key \(number)").id } }
                return try await group.reduce(into: Set()) { $0.insert($1) }
            }
            #expect(ids.count == 1)
            #expect(try await verbs(pool) == ["build queued"])
        }
    }

    @Test func `a failed build is tried again for another command only`() async throws {
        try await withStore { store, _, pool in
            let first = try await ensure(store, key: "one")
            let claimed = try #require(try await store.claim(owner: "a"))
            try await store.fail(claimed, BuildFailure(.buildFailed, "It failed.", details: "last"))
            let same = try await ensure(store, key: "one")
            #expect(same.id == first.id && same.status == .failed && same.failure?.reason == "build_failed")
            let again = try await ensure(store, key: "two")
            #expect(again.id == first.id && again.status == .queued && again.attempt == 2 && again.failure == nil)
            #expect(try await verbs(pool) == ["build queued", "build fetching", "build failed", "build queued"])
        }
    }

    @Test func `a build whose image is where images are no more is made anew, for another command only`() async throws {
        try await withStore { store, _, pool in
            let acme = RegistryPlace(host: "r.test", path: "acme/slipway")
            let first = try await ensure(store, key: "one", in: acme)
            for (number, image) in ["r.test/acme/slipway/p/a@sha256:1", "r.test/acme/apps/p/a@sha256:1"].enumerated() {
                var pushing = try #require(try await store.claim(owner: "a"))
                for (status, before) in [(BuildStatus.building, BuildStatus.fetching), (.pushing, .building)] {
                    pushing = try #require(try await store.advance(pushing, to: status, from: [before]))
                }
                pushing.image = image
                _ = try await store.advance(pushing, to: .succeeded, from: [.pushing])
                let place = number == 0 ? acme : RegistryPlace(host: "r.test", path: "acme/apps")
                #expect(try await ensure(store, key: "same place \(number)", in: place).image == image)
                guard number == 0 else { continue }
                // The registry is another, or the path within it.
                let moved = RegistryPlace(host: "r.test", path: "acme/apps")
                #expect(try await ensure(store, key: "one", in: moved).image == image)
                let again = try await ensure(store, key: "moved", in: moved)
                #expect(again.id == first.id && again.status == .queued && again.attempt == 2 && again.image == "")
                #expect(try await ensure(store, key: "moved", in: moved).attempt == 2)
            }
        }
    }

    @Test func `whoever lost the lease writes nothing`() async throws {
        try await withStore { store, _, pool in
            _ = try await ensure(store, key: "one")
            let dead = try #require(try await store.claim(owner: "a"))
            #expect(try await store.claim(owner: "b") == nil)
            try await pool.execute("ending lease", "UPDATE builds SET lease_until = now() - interval '1 s'")
            let next = try #require(try await store.claim(owner: "b"))
            #expect(next.attempt == 2 && next.crashes == 1 && next.fence > dead.fence)
            #expect(try await store.renew(dead) == false)
            #expect(try await store.advance(dead, to: .planning, from: [.fetching]) == nil)
            try await store.fail(dead, BuildFailure(.buildFailed, "late"))
            #expect(try await store.get(next.id).status == .fetching)
            #expect(try await store.advance(next, to: .planning, from: [.fetching])?.status == .planning)
        }
    }

    @Test func `a build that died while pushing keeps its attempt and its state`() async throws {
        try await withStore { store, _, pool in
            _ = try await ensure(store, key: "one")
            var build = try #require(try await store.claim(owner: "a"))
            for (old, new) in [(BuildStatus.fetching, BuildStatus.planning), (.planning, .building), (.building, .pushing)] {
                build = try #require(try await store.advance(build, to: new, from: [old]))
            }
            try await pool.execute("ending lease", "UPDATE builds SET lease_until = now() - interval '1 s'")
            let next = try #require(try await store.claim(owner: "b"))
            #expect(next.status == .pushing && next.attempt == 1 && next.crashes == 1)
        }
    }

    @Test func `cancelling takes the lease away, and a finished build stays as it is`() async throws {
        try await withStore { store, _, _ in
            let id = try await ensure(store, key: "one").id
            let claimed = try #require(try await store.claim(owner: "a"))
            #expect(try await store.cancel(id, project: project).status == .cancelled)
            #expect(try await store.renew(claimed) == false)
            #expect(try await store.cancel(id).status == .cancelled)
            await #expect { _ = try await store.cancel(id, project: ProjectID()) } throws: { ($0 as? Fault)?.code == .notFound }
        }
    }

    @Test func `an app that goes takes its builds along and gets no new ones`() async throws {
        try await withStore { store, _, _ in
            _ = try await ensure(store, key: "one")
            #expect(try await store.delete(app: app, project: project) == false)
            let open = try #require(try await store.openDeletions().first)
            try await store.finish(open)
            #expect(try await store.delete(app: app, project: project))
            await #expect { _ = try await ensure(store, key: "two") } throws: { ($0 as? Fault)?.code == .failedPrecondition }
        }
    }

    @Test func `a source's first commit is only remembered; each move after it is a fact of its own`() async throws {
        try await withStore { _, sources, pool in
            let pace = SourcePace(every: .zero)
            #expect(try await sources.follow(app: app, project: project, repository: "https://example.com/a/b", branch: "main"))
            for commit in ["a", "a", "b", "a"] {
                let source = try #require(try await sources.claim(owner: "x"))
                try await sources.seen(source, commit: commit, next: pace)
            }
            #expect(try await verbs(pool) == ["source moved", "source moved"])
            let version = try await pool.one("reading source", "SELECT version FROM sources") { try $0.get("version", as: Int.self) }
            #expect(version == 2)
            let source = try #require(try await sources.claim(owner: "x"))
            #expect(try await sources.claim(owner: "y") == nil)
            try await sources.missed(source, problem: "gone", next: SourcePace(every: .seconds(30)))
            #expect(try await sources.claim(owner: "x") == nil)
            _ = try await sources.follow(app: app, project: project, repository: "", branch: "")
            #expect(try await pool.one("counting", "SELECT count(*) AS n FROM sources") { try $0.get("n", as: Int.self) } == 0)
        }
    }
}
