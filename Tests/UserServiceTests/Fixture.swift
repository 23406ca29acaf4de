import ChangeFeed
import Core
import Crypto
import Foundation
import Identity
import Messages
import Messaging
import Postgres
import Sealing
import TestSupport

@testable import UserService

/// The service's handlers over a database of the test's own, as the gateway would call them.
struct Fixture: Sendable {
    let pool: PostgresPool
    let stores: Stores
    let passwords: Passwords
    let envelope: EnvelopePrivateKey

    static func run(
        lifetime: Duration = .seconds(3600), tokensPerAccount: Int = 100, _ body: @escaping @Sendable (Fixture) async throws -> Void
    ) async throws {
        try await withDatabase(migrations: ChangeFeed.migrations + Migrations.all) { pool in
            let envelope = try EnvelopePrivateKey(raw: Array(1...32))
            try await body(
                Fixture(
                    pool: pool,
                    stores: Stores(pool: pool, sessionLifetime: lifetime, tokensPerAccount: tokensPerAccount, committed: {}),
                    passwords: Passwords(envelope: envelope, lanes: 2, cost: ScryptHashTests.cheap),
                    envelope: envelope))
        }
    }

    func sealed(_ password: String) throws -> [UInt8] {
        try envelope.publicKey.seal(Array(password.utf8), purpose: "user.password")
    }

    /// What the gateway keeps to itself, and its hash.
    static func hash(_ secret: String) -> [UInt8] { Array(SHA256.hash(data: Data(secret.utf8))) }

    func context(_ account: AccountID? = nil, scopes: Set<Scope> = [.read, .deploy, .admin]) -> RequestContext {
        let actor = account.map { Actor(account: $0, scopes: scopes, expires: .now().adding(.seconds(60))) }
        return RequestContext(actor: actor, requestID: "r", deadline: .after(.seconds(5)), caller: "gateway")
    }

    @discardableResult
    func signUp(_ email: String = "ann@example.org", password: String = "correct horse") async throws -> AccountID {
        let request = Proto.SignUpRequest(email: email, sealedPassword: try sealed(password), name: "Ann")
        let account = try await SignUpHandler(accounts: stores.accounts, passwords: passwords).handle(request, context())
        return try AccountID(validating: account.id, field: "id")
    }

    @discardableResult
    func logIn(
        _ email: String = "ann@example.org", password: String = "correct horse", secret: String = "s1", kind: String = "token"
    ) async throws -> Proto.LogInReply {
        let request = Proto.LogInRequest(
            email: email, sealedPassword: try sealed(password), refreshHash: Self.hash(secret), kind: kind, userAgent: "test",
            address: "127.0.0.1")
        return try await LogInHandler(stores: stores, passwords: passwords).handle(request, context())
    }

    func refresh(_ old: String, _ next: String) async throws -> Proto.LogInReply {
        let request = Proto.RefreshRequest(refreshHash: Self.hash(old), nextRefreshHash: Self.hash(next))
        return try await RefreshHandler(sessions: stores.sessions).handle(request, context())
    }

    func authenticate(_ kind: String, secret: String = "", session: String = "") async throws -> Proto.Identity {
        let request = Proto.AuthenticateRequest(
            kind: kind, secretHash: secret.isEmpty ? [] : Self.hash(secret), sessionID: session)
        return try await AuthenticateHandler(stores: stores).handle(request, context())
    }

    /// What the change feed tells, in order.
    func facts() async throws -> [String] {
        try await pool.query("reading facts", "SELECT entity, verb FROM changes ORDER BY id") { row in
            "\(try row.get("entity", as: String.self)) \(try row.get("verb", as: String.self))"
        }
    }
}

/// The fault that `body` throws; fails the test's expectation when there is none.
func fault(_ body: () async throws -> Void) async -> Fault? {
    do {
        try await body()
        return nil
    } catch {
        return error as? Fault
    }
}
