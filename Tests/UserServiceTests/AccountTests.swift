import Core
import Messages
import Postgres
import Sealing
import Testing

@testable import UserService

@Suite(.serialized) struct AccountTests {
    @Test func `a new account can log in, by any spelling of its address`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.signUp("Ann@Example.org")
            let reply = try await fixture.logIn(" ANN@example.ORG")
            #expect(reply.account?.id == id.description)
            #expect(reply.account?.email == "ann@example.org")
            #expect(reply.session?.accountID == id.description)
            #expect(try await fixture.facts() == ["account created"])
        }
    }

    @Test func `an address has one account, even when two sign up at once`() async throws {
        try await Fixture.run { fixture in
            let outcomes = await withTaskGroup(of: Fault?.self) { group in
                for _ in 0..<4 { group.addTask { await fault { try await fixture.signUp() } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 1)
            #expect(outcomes.compactMap { $0?.code } == [.alreadyExists, .alreadyExists, .alreadyExists])
        }
    }

    @Test func `a short password is refused by field and nothing is kept`() async throws {
        try await Fixture.run { fixture in
            let refusal = await fault { try await fixture.signUp(password: "short") }
            #expect(refusal?.fields.first?.field == "password")
            let count = try await fixture.pool.one("counting", "SELECT count(*) AS n FROM accounts") { try $0.get("n", as: Int.self) }
            #expect(count == 0)
        }
    }

    @Test func `the wrong password and the unknown address are told alike`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            let wrong = await fault { try await fixture.logIn(password: "wrong horse") }
            let unknown = await fault { try await fixture.logIn("bob@example.org") }
            #expect(wrong?.code == .unauthenticated)
            #expect(wrong == unknown)
        }
    }

    @Test func `an unknown address takes as long as a known one`() async throws {
        let (passwords, sealed, hash) = try await Self.passwords(logRounds: 12)
        var fastest = (known: Duration.seconds(100), unknown: Duration.seconds(100))
        // In turns, and only the fastest counts: the machine has other work.
        for _ in 0..<7 {
            let started = ContinuousClock.now
            _ = try await passwords.check(sealed: sealed, against: hash)
            let between = ContinuousClock.now
            _ = try await passwords.check(sealed: sealed, against: nil)
            fastest.known = min(fastest.known, between - started)
            fastest.unknown = min(fastest.unknown, ContinuousClock.now - between)
        }
        // Not hashing at all would take a hundredth.
        #expect(fastest.unknown > fastest.known / 4 && fastest.known > fastest.unknown / 4)
    }

    @Test func `nobody's hash opens for nobody's password`() async throws {
        let (passwords, sealed, _) = try await Self.passwords(logRounds: 4)
        #expect(try await passwords.check(sealed: sealed, against: nil) == false)
    }

    @Test func `the sixth attempt in a minute waits, the right password too, and says for how long`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            for _ in 0..<5 { _ = await fault { try await fixture.logIn(password: "wrong horse") } }
            let refusal = await fault { try await fixture.logIn() }
            #expect(refusal?.code == .resourceExhausted)
            let wait = try #require(refusal?.retryAfter)
            #expect(wait > .seconds(50) && wait <= .seconds(60))
            try await fixture.pool.execute("ageing", "UPDATE login_attempts SET at = at - interval '61 seconds'")
            try await fixture.logIn()
        }
    }

    @Test func `parallel guesses count too`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            let codes = await withTaskGroup(of: FaultCode?.self) { group in
                for _ in 0..<12 { group.addTask { await fault { try await fixture.logIn(password: "wrong horse") }?.code } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.filter { $0 == .unauthenticated }.count == 5)
            #expect(codes.filter { $0 == .resourceExhausted }.count == 7)
        }
    }

    @Test func `who knows the password may log in as often as they like`() async throws {
        try await Fixture.run { fixture in
            try await fixture.signUp()
            for number in 0..<8 { try await fixture.logIn(secret: "s\(number)") }
        }
    }

    @Test func `a hash made cheaper is renewed at the next log-in, and still opens`() async throws {
        try await Fixture.run { fixture in
            let id = try await fixture.signUp()
            let older = try ScryptHash.make(Array("correct horse".utf8), cost: .init(logRounds: 2, blockSize: 8, parallelism: 1))
            try await fixture.pool.execute(
                "ageing", "UPDATE accounts SET password_hash = \(older.description) WHERE id = \(id)")
            try await fixture.logIn()
            let credentials = try #require(try await fixture.stores.accounts.credentials(of: "ann@example.org"))
            #expect(credentials.password.cost == ScryptHashTests.cheap)
            try await fixture.logIn(secret: "s2")
        }
    }

    @Test func `an account reads itself and no other`() async throws {
        try await Fixture.run { fixture in
            let ann = try await fixture.signUp()
            let bob = try await fixture.signUp("bob@example.org")
            let handler = GetAccountHandler(accounts: fixture.stores.accounts)
            let own = try await handler.handle(Proto.GetAccountRequest(accountID: ann.description), fixture.context(ann))
            #expect(own.email == "ann@example.org")
            let refusal = await fault {
                _ = try await handler.handle(Proto.GetAccountRequest(accountID: bob.description), fixture.context(ann))
            }
            #expect(refusal?.code == .notFound)
        }
    }

    private static func passwords(logRounds: Int) async throws -> (Passwords, sealed: [UInt8], ScryptHash) {
        let cost = ScryptHash.Cost(logRounds: logRounds, blockSize: 8, parallelism: 1)
        let key = try EnvelopeFixture.key()
        let passwords = Passwords(envelope: key, lanes: 1, cost: cost)
        let sealed = try key.publicKey.seal(Array("correct horse".utf8), purpose: "user.password")
        return (passwords, sealed, try await passwords.hash(sealed: sealed))
    }
}
