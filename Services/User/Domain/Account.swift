import Core

/// A person.
struct Account: Sendable, Equatable {
    let id: AccountID
    let email: String
    let name: String
    let createdAt: Timestamp
}
