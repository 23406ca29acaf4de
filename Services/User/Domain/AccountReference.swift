import Core

/// An account as a person names it: by its id, which always wins, or by its address.
enum AccountReference: Sendable, Equatable {
    case id(AccountID)
    case email(String)

    init(_ text: String) {
        self = AccountID(text).map(Self.id) ?? .email(EmailAddress.compared(text))
    }
}
