import Core
import Crypto

/// The long secrets that the gateway makes and nobody stores: 256 random bits behind a prefix that tells people, and
/// scanners of leaked text, what they found. Services see the SHA-256 only.
struct SecretToken: Sendable {
    enum Kind: String, Sendable {
        case api = "slp_"
        case refresh = "slr_"
        case cookie = "slc_"
    }

    let text: String

    /// - Parameter bits: 32 bytes; random unless a repeated command must make the same secret again.
    init(_ kind: Kind, bits: [UInt8] = Random.bytes(32)) {
        text = kind.rawValue + Base64URL.encode(bits)
    }

    /// Nil for what cannot be one, so that junk is refused without asking anybody.
    init?(_ kind: Kind, reading text: String) {
        guard text.hasPrefix(kind.rawValue), let bits = Base64URL.decode(text.dropFirst(kind.rawValue.count)), bits.count == 32 else {
            return nil
        }
        self.text = text
    }

    var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
