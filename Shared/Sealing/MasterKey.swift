package import Core
internal import Crypto
import Foundation

/// The key that seals secrets at rest: AES-256-GCM, one random nonce a value.
///
/// A sealed value is bound to its place ("variables/<app>/<key>"), which is authenticated but not stored. A row copied
/// to another place in the database, by mistake or on purpose, does not open there. Random nonces are safe for 2³² values under
/// one key, which is far beyond what one installation seals.
///
/// While a key is rotated there are several: the first seals, each opens. The first byte of a value says which of two forms it has:
/// 1 was sealed by the only key there was; 2, in a rotation, says by which.
package struct MasterKey: Sendable {
    private struct Key: Sendable {
        let key: SymmetricKey
        /// Of the key's SHA-256: tells keys apart and says nothing else about them.
        let id: [UInt8]

        init(_ bytes: [UInt8]) {
            precondition(bytes.count == 32, "a master key has 32 bytes")
            key = SymmetricKey(data: bytes)
            id = Array(SHA256.hash(data: bytes).prefix(4))
        }
    }

    private static let (alone, named): (UInt8, UInt8) = (1, 2)
    private static let overhead = 12 + 16
    private let first: Key
    private let earlier: [Key]

    /// Reads the key file (see `KeyFile`), the key that seals in its first line, earlier ones below; the sentence of the fault
    /// is for the operator.
    package init(file: String) throws(Fault) {
        let keys = try KeyFile.readAll(file)
        self.init(bytes: keys[0], earlier: Array(keys.dropFirst()))
    }

    /// - Parameter bytes: the 32 bytes of the key.
    /// - Parameter earlier: those that what is stored may still be sealed by.
    package init(bytes: [UInt8], earlier: [[UInt8]] = []) {
        first = Key(bytes)
        self.earlier = earlier.map(Key.init)
    }

    /// What every value begins with that the first key has sealed in a rotation; nil while there is one key only.
    package var mark: [UInt8]? { earlier.isEmpty ? nil : [Self.named] + first.id }

    /// Version byte, the key's id in a rotation, nonce, ciphertext, tag. `place` must be told again to open it.
    package func seal(_ plain: [UInt8], at place: String) throws(Fault) -> [UInt8] {
        let head = mark ?? [Self.alone]
        do {
            let box = try AES.GCM.seal(plain, using: first.key, authenticating: head + Array(place.utf8))
            return head + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .wrapping(error, "sealing a value at \(place)")
        }
    }

    /// What was sealed, if it was sealed by one of these keys, at this place, and is as it was.
    package func open(_ sealed: [UInt8], at place: String) throws(Fault) -> [UInt8] {
        let isNamed = sealed.first == Self.named
        let length = isNamed ? 5 : 1
        guard isNamed || sealed.first == Self.alone, sealed.count >= length + Self.overhead else {
            throw Self.damaged(place, "not a sealed value of a version that is known")
        }
        let (head, body) = (Array(sealed.prefix(length)), sealed.dropFirst(length))
        let keys = ([first] + earlier).filter { !isNamed || $0.id == Array(head.dropFirst()) }
        var why = "sealed by a key that is not here"
        for key in keys {
            do {
                return Array(try AES.GCM.open(AES.GCM.SealedBox(combined: body), using: key.key, authenticating: head + Array(place.utf8)))
            } catch {
                why = String(reflecting: error)
            }
        }
        throw Self.damaged(place, why)
    }

    /// Tells two values apart without telling anything of either: HMAC-SHA256 under a key of its own, which follows from the first one.
    /// The same value is another one at another place, and by another key.
    package func fingerprint(_ plain: [UInt8], at place: String) -> [UInt8] {
        let own = HKDF<SHA256>.deriveKey(inputKeyMaterial: first.key, info: Data("slipway.fingerprint.v1".utf8), outputByteCount: 32)
        return Array(HMAC<SHA256>.authenticationCode(for: Array(place.utf8) + [0] + plain, using: own))
    }

    private static func damaged(_ place: String, _ why: String) -> Fault {
        Fault(
            .dataLoss, "A stored secret can't be opened with this installation's master key.",
            detail: "opening a value at \(place): \(why)")
    }
}
