import Core
import Identity
import Logging
import Messages
import Postgres
import Testing

@testable import UserService

@Suite(.serialized) struct TokenTests {
    private func create(
        _ fixture: Fixture, _ account: AccountID, _ secret: String, scopes: [String] = ["read"], expires: Timestamp? = nil,
        holding: Set<Scope> = [.read, .deploy, .admin]
    ) async throws -> Proto.Token {
        try await CreateTokenHandler(tokens: fixture.stores.tokens).handle(
            Proto.CreateTokenRequest(
                name: "ci", scopes: scopes, expiresAt: expires?.microseconds, tokenHash: Fixture.hash(secret)),
            fixture.context(account, scopes: holding))
    }

    @Test func `a token is its account, with its own scopes`() async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            let token = try await create(fixture, account, "slp_1", scopes: ["deploy", "read", "read"])
            let identity = try await fixture.authenticate("api", secret: "slp_1")
            #expect(identity.account?.id == account.description)
            #expect(identity.tokenID == token.id)
            #expect(identity.scopes == ["deploy", "read"])
            #expect(await fault { _ = try await fixture.authenticate("api", secret: "slp_2") }?.code == .unauthenticated)
        }
    }

    @Test func `a token can't make itself a stronger one`() async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            let refusal = await fault {
                _ = try await create(fixture, account, "slp_1", scopes: ["read", "admin"], holding: [.read, .deploy])
            }
            #expect(refusal?.code == .permissionDenied)
        }
    }

    @Test(arguments: [[], ["root"], ["read", ""]])
    func `scopes are words of the list`(_ scopes: [String]) async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            let refusal = await fault { _ = try await create(fixture, account, "slp_1", scopes: scopes) }
            #expect(refusal?.fields.first?.field == "scopes")
        }
    }

    @Test func `use is noted at most once a minute`() async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            #expect(try await create(fixture, account, "slp_1").lastUsedAt == nil)
            _ = try await fixture.authenticate("api", secret: "slp_1")
            func used() async throws -> Timestamp? {
                try await fixture.stores.tokens.list(account, Page()).items.first?.lastUsedAt
            }
            let first = try #require(try await used())
            _ = try await fixture.authenticate("api", secret: "slp_1")
            #expect(try await used() == first)
            try await fixture.pool.execute("ageing", "UPDATE tokens SET last_used_at = last_used_at - interval '61 seconds'")
            _ = try await fixture.authenticate("api", secret: "slp_1")
            #expect(try #require(try await used()) > first)
        }
    }

    @Test func `an expired token is nobody's, and is removed`() async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            _ = try await create(fixture, account, "slp_1", expires: .now().adding(.seconds(60)))
            #expect(await fault { _ = try await create(fixture, account, "slp_0", expires: .now()) }?.fields.first?.field == "expires_at")
            _ = try await fixture.authenticate("api", secret: "slp_1")
            try await fixture.pool.execute("ageing", "UPDATE tokens SET expires_at = now() - interval '1 second'")
            #expect(await fault { _ = try await fixture.authenticate("api", secret: "slp_1") }?.code == .unauthenticated)
            try await ExpiryReconciler(stores: fixture.stores, log: Logger(label: "test")).pass()
            #expect(try await fixture.stores.tokens.list(account, Page()).items.isEmpty)
        }
    }

    @Test func `a repeated command makes one token, and the bound holds when all come at once`() async throws {
        try await Fixture.run(tokensPerAccount: 3) { fixture in
            let account = try await fixture.signUp()
            let first = try await create(fixture, account, "slp_0")
            #expect(try await create(fixture, account, "slp_0").id == first.id)
            let codes = await withTaskGroup(of: FaultCode?.self) { group in
                for number in 1...6 {
                    group.addTask { await fault { _ = try await create(fixture, account, "slp_\(number)") }?.code }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == nil }.count == 2)
            #expect(codes.filter { $0 == .resourceExhausted }.count == 4)
        }
    }

    @Test func `pages are complete, without repeats, newest first`() async throws {
        try await Fixture.run { fixture in
            let account = try await fixture.signUp()
            for number in 0..<7 { _ = try await create(fixture, account, "slp_\(number)") }
            let handler = ListTokensHandler(tokens: fixture.stores.tokens)
            var seen: [String] = []
            var cursor = ""
            repeat {
                let page = try await handler.handle(
                    Proto.ListTokensRequest(limit: 3, cursor: cursor), fixture.context(account))
                #expect(page.items.count <= 3)
                seen += page.items.map(\.id)
                cursor = page.nextCursor ?? ""
            } while !cursor.isEmpty
            #expect(seen.count == 7)
            #expect(seen == Set(seen).sorted().reversed())
        }
    }

    @Test func `a deleted token is gone, and another's does not exist`() async throws {
        try await Fixture.run { fixture in
            let ann = try await fixture.signUp()
            let bob = try await fixture.signUp("bob@example.org")
            let token = try await create(fixture, ann, "slp_1")
            let handler = DeleteTokenHandler(tokens: fixture.stores.tokens)
            let request = Proto.DeleteTokenRequest(tokenID: token.id)
            #expect(await fault { _ = try await handler.handle(request, fixture.context(bob)) }?.code == .notFound)
            _ = try await handler.handle(request, fixture.context(ann))
            #expect(await fault { _ = try await fixture.authenticate("api", secret: "slp_1") }?.code == .unauthenticated)
            #expect(try await fixture.facts().last == "token deleted")
        }
    }
}
