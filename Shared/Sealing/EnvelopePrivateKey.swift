package import Core
internal import Crypto
import Foundation

/// Opens what was sealed for this service with `EnvelopePublicKey`.
package struct EnvelopePrivateKey: Sendable {
    private let key: Curve25519.KeyAgreement.PrivateKey

    /// - Parameter raw: the 32 bytes of the X25519 private key.
    package init(raw: [UInt8]) throws {
        key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: raw)
    }

    /// The half that may be told to those who write to this service.
    package var publicKey: EnvelopePublicKey { EnvelopePublicKey(key.publicKey) }

    /// What was sealed, if it was sealed for this key and this purpose.
    package func open(_ sealed: [UInt8], purpose: String) throws(Fault) -> [UInt8] {
        guard sealed.count >= Envelope.overhead, sealed[0] == Envelope.version else {
            throw Self.refusal(purpose, "not an envelope of version \(Envelope.version)")
        }
        let encapsulated = Data(sealed[1..<(1 + Envelope.encapsulatedLength)])
        let ciphertext = Data(sealed[(1 + Envelope.encapsulatedLength)...])
        do {
            var recipient = try HPKE.Recipient(
                privateKey: key, ciphersuite: Envelope.suite, info: Envelope.info(purpose),
                encapsulatedKey: encapsulated)
            return Array(try recipient.open(ciphertext))
        } catch {
            throw Self.refusal(purpose, String(reflecting: error))
        }
    }

    private static func refusal(_ purpose: String, _ why: String) -> Fault {
        Fault(.invalidArgument, "A sealed value can't be opened.", detail: "opening an envelope for \(purpose): \(why)")
    }
}
