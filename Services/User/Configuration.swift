import Core
import Hosting
import Sealing

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("user.envelopePrivateKey", .file, about: "Opens the passwords that the gateway seals: 64 hex digits, mode 0600."),
        Setting("session.lifetimeSeconds", default: "2592000", about: "How long a session lives after it was last refreshed (30 days)."),
        Setting("tokens.perAccount", default: "100", about: "How many API tokens one account may hold; the next is refused (429)."),
        Setting("passwords.lanes", default: "2", about: "Passwords hashed at once, 16 MiB each; 16 wait for each, the next is refused (429)."),
    ]

    let envelope: EnvelopePrivateKey
    let sessionLifetime: Duration
    let tokensPerAccount: Int
    let passwordLanes: Int

    init(_ settings: Settings) throws(Fault) {
        let key = try settings.key("user.envelopePrivateKey")
        do {
            envelope = try EnvelopePrivateKey(raw: key)
        } catch {
            throw Fault(.failedPrecondition, "SLIPWAY_USER_ENVELOPE_PRIVATE_KEY_FILE does not hold an X25519 private key.")
        }
        sessionLifetime = try settings.duration("session.lifetimeSeconds", default: .seconds(30 * 24 * 3600))
        tokensPerAccount = try settings.int("tokens.perAccount", default: 100, in: 1...10_000)
        passwordLanes = try settings.int("passwords.lanes", default: 2, in: 1...64)
    }
}
