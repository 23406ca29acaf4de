import ChangeFeed
import Core
import Identity
import Messages
import Messaging
import Postgres
import Testing
import TestSupport

@testable import UserService

@Suite(.serialized) struct OperatorTests {
    @Test func `the first account is the operator, and the next is not`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            try await fixture.signUp("bob@example.org")
            #expect(try await fixture.logIn().account?.isOperator == true)
            #expect(try await fixture.logIn("bob@example.org", secret: "s2").account?.isOperator == false)
            #expect(try await fixture.authenticate("session", session: fixture.logIn(secret: "s3").session?.id ?? "").account?.isOperator == true)
        }
    }

    @Test func `when several sign up at once, one is first`() async throws {
        try await Fixture.run { fixture in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<6 { group.addTask { try await fixture.signUp("person\(number)@example.org") } }
                try await group.waitForAll()
            }
            #expect(try await Self.operators(fixture).count == 1)
        }
    }

    @Test func `an installation of before gets its oldest account as operator`() async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Array(Migrations.all.prefix(3))) { pool in
            for (number, email) in ["old@example.org", "new@example.org"].enumerated() {
                try await pool.execute(
                    "inserting",
                    """
                    INSERT INTO accounts (id, email, name, password_hash, created_at)
                    VALUES (\(AccountID()), \(email), 'x', 'x', now() + make_interval(secs => \(number)))
                    """)
            }
            try await Migrator.migrate(pool, ChangeFeed.migrations + Migrations.all)
            let found = try await pool.query("reading", "SELECT email FROM accounts WHERE operator") { try $0.get("email", as: String.self) }
            #expect(found == ["old@example.org"])
        }
    }

    @Test func `an operator makes another by address, says it twice, and takes it back`() async throws {
        try await Fixture.run { fixture in
            let ann = try await fixture.signUp()
            let bob = try await fixture.signUp("bob@example.org")
            for _ in 0..<2 {
                let made = try await Self.set(true, " BOB@example.org", by: ann, fixture)
                #expect(made.id == bob.description && made.isOperator)
            }
            #expect(try await Self.operators(fixture) == ["ann@example.org", "bob@example.org"])
            #expect(try await Self.set(false, ann.description, by: bob, fixture).isOperator == false)
            #expect(try await Self.operators(fixture) == ["bob@example.org"])
            #expect(try await fixture.facts() == ["account created", "account created", "account updated", "account updated"])
        }
    }

    @Test func `the last operator stays, also when two go at once`() async throws {
        try await Fixture.run { fixture in
            let ann = try await fixture.signUp()
            let last = await fault { _ = try await Self.set(false, ann.description, by: ann, fixture) }
            #expect(last?.code == .failedPrecondition)
            let bob = try await fixture.signUp("bob@example.org")
            _ = try await Self.set(true, bob.description, by: ann, fixture)
            let outcomes = await withTaskGroup(of: Fault?.self) { group in
                for id in [ann, bob] { group.addTask { await fault { _ = try await Self.set(false, id.description, by: ann, fixture) } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1)
            #expect(try await Self.operators(fixture).count == 1)
        }
    }

    @Test func `who is no operator is refused, and nobody is made of thin air`() async throws {
        try await Fixture.run { fixture in
            let ann = try await fixture.signUp()
            let bob = try await fixture.signUp("bob@example.org")
            let making = await fault { _ = try await Self.set(true, bob.description, by: bob, isOperator: false, fixture) }
            #expect(making?.code == .permissionDenied)
            let handler = ListOperatorsHandler(accounts: fixture.stores.accounts)
            let listing = await fault { _ = try await handler.handle(Proto.ListOperatorsRequest(), fixture.context(bob)) }
            #expect(listing?.code == .permissionDenied)
            let nobody = await fault { _ = try await Self.set(true, "nobody@example.org", by: ann, fixture) }
            #expect(nobody?.code == .notFound)
        }
    }

    private static func set(
        _ isOperator: Bool, _ account: String, by asking: AccountID, isOperator asks: Bool = true, _ fixture: Fixture
    ) async throws -> Proto.Account {
        try await SetOperatorHandler(accounts: fixture.stores.accounts).handle(
            Proto.SetOperatorRequest(account: account, isOperator: isOperator), context(asking, isOperator: asks))
    }

    private static func operators(_ fixture: Fixture) async throws -> [String] {
        let handler = ListOperatorsHandler(accounts: fixture.stores.accounts)
        return try await handler.handle(Proto.ListOperatorsRequest(), context(AccountID(), isOperator: true)).items.map(\.email)
    }

    private static func context(_ account: AccountID, isOperator: Bool) -> RequestContext {
        let actor = Actor(account: account, scopes: [.admin], isOperator: isOperator, expires: .now().adding(.seconds(60)))
        return RequestContext(actor: actor, requestID: "r", deadline: .after(.seconds(5)), caller: "gateway")
    }
}
