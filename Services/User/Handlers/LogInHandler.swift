import Core
import Messages
import Messaging

/// A password for a session. The attempt is counted before the password is looked at, so that parallel guesses count too.
struct LogInHandler: Sendable {
    let stores: Stores
    let passwords: Passwords

    func handle(_ request: Proto.LogInRequest, _ context: RequestContext) async throws(Fault) -> Proto.LogInReply {
        let email = EmailAddress.compared(request.email)
        let hash = try SecretHash(validating: request.refreshHash, field: "refresh_hash")
        guard let kind = SessionKind(rawValue: request.kind) else { throw .invalid("kind", "must be token or cookie") }
        try await stores.attempts.begin(email)
        let known = try await stores.accounts.credentials(of: email)
        guard try await passwords.check(sealed: request.sealedPassword, against: known?.password), let known else {
            throw .unauthenticated("The e-mail address or the password is wrong.")
        }
        try await stores.attempts.clear(email)
        if passwords.isOutdated(known.password) {
            let renewed = try await passwords.hash(sealed: request.sealedPassword)
            try await stores.accounts.replacePassword(of: known.account.id, known.password, by: renewed)
        }
        let session = try await stores.sessions.create(
            SessionID(), account: known.account.id, kind: kind, hash: hash, userAgent: String(request.userAgent.prefix(400)),
            address: String(request.address.prefix(100)))
        return Proto.LogInReply(account: known.account.message, session: session.message)
    }
}
