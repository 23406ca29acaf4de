package import Core
internal import Crypto
import Foundation

/// Checks what `ActorSigner` wrote; every service holds one.
package struct ActorVerifier: Sendable {
    private let key: Curve25519.Signing.PublicKey

    /// - Parameter raw: the 32 bytes of the public key.
    package init(publicKey raw: [UInt8]) throws {
        key = try Curve25519.Signing.PublicKey(rawRepresentation: raw)
    }

    /// The actor, or `unauthenticated`; which check failed stays in `detail`, since a forger learns from it.
    package func verify(_ token: String, at now: Timestamp) throws(Fault) -> Actor {
        guard token.utf8.count <= ActorToken.longest else { throw Self.refusal("longer than an actor can be") }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2,
            let payload = Base64URL.decode(String(parts[0])),
            let signature = Base64URL.decode(String(parts[1]))
        else { throw Self.refusal("not a token") }
        guard key.isValidSignature(signature, for: ActorToken.signedBytes(parts[0])) else {
            throw Self.refusal("the signature does not match")
        }
        let actor: Actor
        do {
            actor = try JSONDecoder().decode(Actor.self, from: Data(payload))
        } catch {
            throw Self.refusal("signed, but not an actor: \(String(reflecting: error))")
        }
        guard actor.expires > now else { throw Self.refusal("expired at \(actor.expires.rfc3339)") }
        return actor
    }

    private static func refusal(_ why: String) -> Fault {
        Fault(.unauthenticated, "The caller could not be verified.", detail: "actor: \(why)")
    }
}
