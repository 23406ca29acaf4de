package import Core
internal import Crypto
import Foundation

/// The key that seals secrets at rest: AES-256-GCM, one random nonce a value.
///
/// A sealed value is bound to its place ("variables/<app>/<key>"), which is authenticated but not stored. A row copied
/// to another place in the database, by mistake or on purpose, does not open there. The first byte is a version, so
/// that keys per project can follow without a flag day. Random nonces are safe for 2³² values under one key, which is
/// far beyond what one installation seals.
package struct MasterKey: Sendable {
    private static let version: UInt8 = 1
    private static let overhead = 1 + 12 + 16
    private let key: SymmetricKey

    /// Reads the key file (see `KeyFile`); the sentence of the fault is for the operator.
    package init(file: String) throws(Fault) {
        self.init(bytes: try KeyFile.read(file))
    }

    /// - Parameter bytes: the 32 bytes of the key.
    package init(bytes: [UInt8]) {
        precondition(bytes.count == 32, "a master key has 32 bytes")
        key = SymmetricKey(data: bytes)
    }

    /// Version byte, nonce, ciphertext, tag. `place` must be told again to open it.
    package func seal(_ plain: [UInt8], at place: String) throws(Fault) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(plain, using: key, authenticating: Self.context(place))
            return [Self.version] + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
        } catch {
            throw .wrapping(error, "sealing a value at \(place)")
        }
    }

    /// What was sealed, if it was sealed by this key, at this place, and is as it was.
    package func open(_ sealed: [UInt8], at place: String) throws(Fault) -> [UInt8] {
        guard sealed.count >= Self.overhead, sealed[0] == Self.version else {
            throw Self.damaged(place, "not a sealed value of version \(Self.version)")
        }
        do {
            let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
            return Array(try AES.GCM.open(box, using: key, authenticating: Self.context(place)))
        } catch {
            throw Self.damaged(place, String(reflecting: error))
        }
    }

    private static func context(_ place: String) -> [UInt8] { [version] + Array(place.utf8) }

    private static func damaged(_ place: String, _ why: String) -> Fault {
        Fault(
            .dataLoss, "A stored secret can't be opened with this installation's master key.",
            detail: "opening a value at \(place): \(why)")
    }
}
