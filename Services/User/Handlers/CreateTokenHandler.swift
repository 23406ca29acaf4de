import Core
import Hosting
import Identity
import Messages
import Messaging

/// A new API token. It can't do more than what asked for it, or a leaked token could make itself a stronger one.
struct CreateTokenHandler: Sendable {
    let tokens: TokenStore

    func handle(_ request: Proto.CreateTokenRequest, _ context: RequestContext) async throws(Fault) -> Proto.Token {
        let account = try context.account(request.accountID)
        try Names.checkText(request.name, field: "name", most: 100)
        let hash = try SecretHash(validating: request.tokenHash, field: "token_hash")
        let scopes = try Self.scopes(request.scopes)
        guard scopes.isSubset(of: context.actor?.scopes ?? []) else {
            throw .forbidden("A token can't have scopes that you don't have yourself.")
        }
        let expires = request.expiresAt.map(Timestamp.init(microseconds:))
        if let expires, expires <= .now() { throw .invalid("expires_at", "must be in the future") }
        return try await tokens.create(
            TokenID(), account: account, name: request.name, scopes: scopes.sorted { $0.rawValue < $1.rawValue },
            expires: expires, hash: hash
        ).message
    }

    private static func scopes(_ words: [String]) throws(Fault) -> Set<Scope> {
        guard !words.isEmpty else { throw .invalid("scopes", "must not be empty") }
        var scopes: Set<Scope> = []
        for word in words {
            guard let scope = Scope(rawValue: word) else { throw .invalid("scopes", "must be read, deploy or admin") }
            scopes.insert(scope)
        }
        return scopes
    }
}
