import Core
import Crypto
import Postgres
import Testing
import TestSupport

@testable import GatewayService

@Suite struct StoreTests {
    private func key(_ text: String = "k", route: String = "POST /x", hash: [UInt8] = [1], account: AccountID) -> CommandKey {
        CommandKey(account: account, key: text, route: route, requestHash: hash)
    }

    @Test func `a key is held by one, and its answer is told to the others`() async throws {
        try await withDatabase(migrations: Migrations.all) { pool in
            let store = CommandStore(pool: pool)
            let mine = key(account: AccountID())
            guard case .held(let began) = try await store.take(mine, for: .seconds(30)) else { throw Unexpected() }
            #expect(try await store.take(mine, for: .seconds(30)) == .busy)
            #expect(try await store.take(key(hash: [2], account: mine.account), for: .seconds(30)) == .other)
            #expect(try await store.take(key(route: "POST /y", account: mine.account), for: .seconds(30)) == .other)
            guard case .held = try await store.take(key(account: AccountID()), for: .seconds(30)) else { throw Unexpected() }
            try await store.release(mine)
            #expect(try await store.take(mine, for: .seconds(30)) == .held(began: began))
            try await store.finish(mine, status: 201, sealed: [9, 0, 255])
            #expect(try await store.take(mine, for: .seconds(30)) == .done(status: 201, sealed: [9, 0, 255]))
        }
    }

    @Test func `a key whose holder is gone is taken over, and one day later it is new`() async throws {
        try await withDatabase(migrations: Migrations.all) { pool in
            let store = CommandStore(pool: pool)
            let mine = key(account: AccountID())
            guard case .held(let began) = try await store.take(mine, for: .zero) else { throw Unexpected() }
            try await eventually("the lease ends", within: .seconds(5)) { try await store.take(mine, for: .seconds(30)) == .held(began: began) }
            try await pool.execute("ageing a key", "UPDATE idempotency_keys SET created_at = now() - interval '25 hours'")
            guard case .held(let again) = try await store.take(mine, for: .seconds(30)) else { throw Unexpected() }
            #expect(again > began)
        }
    }

    @Test func `the ids of a keyed command are the same again, and are of their time`() {
        let secret = SymmetricKey(size: .bits256)
        let origin = (began: Timestamp.now(), text: "account/key")
        let key = CommandKey(account: AccountID(), key: "k", route: "r", requestHash: [])
        let first = Command(.held(key), isChange: true, secret: secret, origin: origin)
        let second = Command(.held(key), isChange: true, secret: secret, origin: origin)
        let id: ProjectID = first.id("project")
        #expect(id == second.id("project"))
        #expect(id.description != first.id("app", as: AppID.self).description)
        #expect(abs((id.created - origin.began).milliseconds) <= 1)
        #expect(Array(id.description)[14] == "7")
        #expect(first.bits("token") == second.bits("token"))
        #expect(first.key == second.key)
        let plain = Command(.plain, isChange: true, secret: secret)
        #expect(plain.bits("token") != plain.bits("token"))
        #expect(Command(.plain, isChange: false, secret: secret).key == nil)
    }

    @Test func `events are numbered per project and read from where one stopped`() async throws {
        try await withDatabase(migrations: Migrations.all) { pool in
            let store = EventStore(pool: pool)
            let (one, two, app) = (ProjectID(), ProjectID(), AppID())
            for (project, status) in [(one, "pending"), (two, "pending"), (one, "live")] {
                try await add(ClientEvent(kind: .deployment, project: project, app: app, deployment: DeploymentID(), status: status, at: .now()), pool)
            }
            let all = try await store.after(0, .project(one, app: nil))
            #expect(all.events.map(\.id) == [1, 2])
            #expect(all.events.map(\.event.status) == ["pending", "live"])
            #expect(try await store.after(1, .project(one, app: app)).events.map(\.id) == [2])
            #expect(try await store.after(0, .project(one, app: AppID())).events.isEmpty)
            #expect(try await store.after(1, .projects([one, two])).events.map(\.id) == [2, 3])
            #expect(try await store.after(1, .projects([one])).events.map(\.id) == [3])
            #expect(try await store.newest(.project(two, app: nil)) == 1)
            #expect(try await store.newest(.project(ProjectID(), app: nil)) == 0)
        }
    }

    @Test func `an id that is too old, or of another life, is answered with a reset`() async throws {
        try await withDatabase(migrations: Migrations.all) { pool in
            let store = EventStore(pool: pool)
            let project = ProjectID()
            for age in [Duration.seconds(-8 * 86_400), .seconds(-1)] {
                try await add(ClientEvent(kind: .app, project: project, app: AppID(), status: "live", at: Timestamp.now().adding(age)), pool)
            }
            try await store.removeOld()
            let old = try await store.after(0, .project(project, app: nil))
            #expect(old.isReset)
            #expect(old.known == 2)
            #expect(try await store.after(1, .project(project, app: nil)).events.count == 1)
            #expect(try await store.after(99, .project(project, app: nil)).isReset)
            #expect(try await store.after(0, .projects([project])).isReset)
            try await store.resetAll()
            #expect(try await store.after(2, .project(project, app: nil)).isReset)
        }
    }

    @Test func `numbers have no gaps and no order of their own, however many write at once`() async throws {
        try await withDatabase(migrations: Migrations.all) { pool in
            let project = ProjectID()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask { try await add(ClientEvent(kind: .build, project: project, status: "queued", at: .now()), pool) }
                }
                try await group.waitForAll()
            }
            let events = try await EventStore(pool: pool).after(0, .project(project, app: nil)).events
            #expect(events.map(\.id) == Array(1...40))
        }
    }
}

struct Unexpected: Error {}

func add(_ event: ClientEvent, _ pool: PostgresPool) async throws {
    _ = try await pool.transaction("adding an event") { db in try EventStore.add(event, db) }
}
