import Core

/// A signed-in browser or command line. Kept here, so that it can be ended here.
struct Session: Sendable, Equatable {
    let id: SessionID
    let accountID: AccountID
    let kind: SessionKind
    let userAgent: String
    let address: String
    let createdAt: Timestamp
    let lastUsedAt: Timestamp
    let expiresAt: Timestamp
}
