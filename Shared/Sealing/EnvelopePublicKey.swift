internal import Crypto
import Foundation

/// Seals a secret for one service while it travels in a message; only the holder of the private half reads it.
package struct EnvelopePublicKey: Sendable {
    private let key: Curve25519.KeyAgreement.PublicKey

    /// - Parameter raw: the 32 bytes of the X25519 public key.
    package init(raw: [UInt8]) throws {
        key = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: raw)
    }

    init(_ key: Curve25519.KeyAgreement.PublicKey) { self.key = key }

    /// The key's 32 bytes, as a key file holds them.
    package var raw: [UInt8] { Array(key.rawRepresentation) }

    /// Version byte, encapsulated key, ciphertext, tag. `purpose` must be told again to open it ("user.password").
    package func seal(_ plain: [UInt8], purpose: String) throws -> [UInt8] {
        var sender = try HPKE.Sender(recipientKey: key, ciphersuite: Envelope.suite, info: Envelope.info(purpose))
        let ciphertext = try sender.seal(plain)
        return [Envelope.version] + Array(sender.encapsulatedKey) + Array(ciphertext)
    }
}
