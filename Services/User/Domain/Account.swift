import Core

/// A person.
struct Account: Sendable, Equatable {
    let id: AccountID
    let email: String
    let name: String
    let createdAt: Timestamp
    /// May do what concerns the whole installation.
    let isOperator: Bool
}
