import Core
import Identity

/// A secret for machines, with scopes of its own. Only its hash is kept.
struct Token: Sendable, Equatable {
    let id: TokenID
    let accountID: AccountID
    let name: String
    let scopes: [Scope]
    let createdAt: Timestamp
    let expiresAt: Timestamp?
    let lastUsedAt: Timestamp?
}
