import Core
import Sealing

/// Passwords leave the gateway readable for the user service alone.
struct PasswordSeal: Sendable {
    let key: EnvelopePublicKey

    func seal(_ password: String) throws(Fault) -> [UInt8] {
        do {
            return try key.seal(Array(password.utf8), purpose: "user.password")
        } catch {
            throw .wrapping(error, "sealing a password")
        }
    }
}
