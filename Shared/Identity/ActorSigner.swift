import Core
internal import Crypto
import Foundation

/// Signs actors with the installation's Ed25519 key; held by the gateway alone.
package struct ActorSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter raw: the 32 bytes of the private key.
    package init(privateKey raw: [UInt8]) throws {
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: raw)
    }

    /// The raw public key that belongs to it: what every service is given.
    package var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

    /// The compact token that `ActorVerifier` accepts until `actor.expires`.
    package func sign(_ actor: Actor) -> String {
        do {
            let payload = Base64URL.encode(Array(try JSONEncoder().encode(actor)))
            let signature = try key.signature(for: ActorToken.signedBytes(payload))
            return payload + "." + Base64URL.encode(Array(signature))
        } catch {
            // Neither can fail on a value of these types; an empty token verifies nowhere.
            assertionFailure("signing an actor: \(String(reflecting: error))")
            return ""
        }
    }
}
