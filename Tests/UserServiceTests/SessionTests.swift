import Core
import Logging
import Messages
import Postgres
import Testing

@testable import UserService

@Suite(.serialized) struct SessionTests {
    @Test func `a refresh token works once and hands over to the next`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            let session = try await fixture.logIn(secret: "r1").session
            let second = try await fixture.refresh("r1", "r2")
            #expect(second.session?.id == session?.id)
            #expect(second.account?.email == "ann@example.org")
            let third = try await fixture.refresh("r2", "r3")
            #expect(third.session?.id == session?.id)
        }
    }

    @Test func `a spent refresh token ends the session for everybody who holds it`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            let session = try #require(try await fixture.logIn(secret: "r1").session)
            _ = try await fixture.refresh("r1", "r2")
            _ = try await fixture.refresh("r2", "r3")
            let theft = await fault { _ = try await fixture.refresh("r1", "stolen") }
            #expect(theft?.reason == "refresh_token_reused")
            #expect(await fault { _ = try await fixture.refresh("r3", "r4") }?.code == .unauthenticated)
            #expect(await fault { _ = try await fixture.authenticate("session", session: session.id) }?.code == .unauthenticated)
            #expect(try await fixture.facts() == ["account created", "session revoked"])
        }
    }

    @Test func `the same refresh asked again is answered again`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            let session = try await fixture.logIn(secret: "r1").session
            _ = try await fixture.refresh("r1", "r2")
            #expect(try await fixture.refresh("r1", "r2").session?.id == session?.id)
            #expect(try await fixture.refresh("r2", "r3").session?.id == session?.id)
        }
    }

    @Test func `of two who show one refresh token at once, the session survives neither`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            try await fixture.logIn(secret: "r1")
            let faults = await withTaskGroup(of: Fault?.self) { group in
                for next in ["a", "b"] { group.addTask { await fault { _ = try await fixture.refresh("r1", next) } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(faults.compactMap { $0?.reason } == ["refresh_token_reused"])
            #expect(try await fixture.stores.sessions.list(fixture.account()).isEmpty)
        }
    }

    @Test func `a cookie is no refresh token and the other way round`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            try await fixture.logIn(secret: "c1", kind: "cookie")
            try await fixture.logIn(secret: "r1", kind: "token")
            #expect(try await fixture.authenticate("cookie", secret: "c1").account?.email == "ann@example.org")
            #expect(await fault { _ = try await fixture.authenticate("cookie", secret: "r1") }?.code == .unauthenticated)
            #expect(await fault { _ = try await fixture.refresh("c1", "c2") }?.code == .unauthenticated)
        }
    }

    @Test func `an expired session is nobody's, and is removed`() async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            let session = try #require(try await fixture.logIn(secret: "r1").session)
            try await fixture.pool.execute("ageing", "UPDATE sessions SET expires_at = now() - interval '1 second'")
            #expect(await fault { _ = try await fixture.authenticate("session", session: session.id) }?.code == .unauthenticated)
            #expect(await fault { _ = try await fixture.refresh("r1", "r2") }?.code == .unauthenticated)
            #expect(try await fixture.stores.sessions.list(account).isEmpty)
            try await ExpiryReconciler(stores: fixture.stores, log: Logger(label: "test")).pass()
            let left = try await fixture.pool.one("counting", "SELECT count(*) AS n FROM sessions") { try $0.get("n", as: Int.self) }
            #expect(left == 0)
        }
    }

    @Test func `use is noted at most once a minute, and keeps a cookie alive`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            try await fixture.logIn(secret: "c1", kind: "cookie")
            try await fixture.pool.execute(
                "ageing",
                "UPDATE sessions SET last_used_at = now() - interval '2 minutes', expires_at = now() + interval '5 minutes'")
            _ = try await fixture.authenticate("cookie", secret: "c1")
            let first = try #require(try await fixture.stores.sessions.list(fixture.account()).first)
            #expect(Timestamp.now() - first.lastUsedAt < .seconds(10))
            #expect(first.expiresAt - Timestamp.now() > .seconds(3000))
            _ = try await fixture.authenticate("cookie", secret: "c1")
            #expect(try await fixture.stores.sessions.list(fixture.account()).first == first)
        }
    }

    @Test func `one's own session can be ended, another's does not exist`() async throws {
        try await Fixture.run { fixture in
            let ann = try await fixture.signUp()
            let bob = try await fixture.signUp("bob@example.org")
            let session = try #require(try await fixture.logIn().session)
            let request = Proto.RevokeSessionRequest(sessionID: session.id)
            let handler = RevokeSessionHandler(sessions: fixture.stores.sessions)
            #expect(await fault { _ = try await handler.handle(request, fixture.context(bob)) }?.code == .notFound)
            _ = try await handler.handle(request, fixture.context(ann))
            #expect(await fault { _ = try await handler.handle(request, fixture.context(ann)) }?.code == .notFound)
            let logOut = LogOutHandler(sessions: fixture.stores.sessions)
            _ = try await logOut.handle(Proto.LogOutRequest(sessionID: session.id), fixture.context(ann))
        }
    }
}

extension Fixture {
    func account() async throws -> AccountID {
        try await pool.one("reading account", "SELECT id FROM accounts LIMIT 1") { try $0.get("id") }
    }
}
