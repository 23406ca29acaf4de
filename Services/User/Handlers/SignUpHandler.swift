import Core
import Messages
import Messaging

/// A new account. That an address is taken can't be hidden from whoever signs up; the gateway limits how often one may ask.
struct SignUpHandler: Sendable {
    let accounts: AccountStore
    let passwords: Passwords

    func handle(_ request: Proto.SignUpRequest, _ context: RequestContext) async throws(Fault) -> Proto.Account {
        let email = try EmailAddress(validating: request.email, field: "email")
        let name = request.name.isEmpty ? email.localPart : request.name
        try Names.checkText(name, field: "name", most: 100)
        let hash = try await passwords.hash(sealed: request.sealedPassword)
        return try await accounts.create(AccountID(), email: email, name: name, password: hash).message
    }
}
