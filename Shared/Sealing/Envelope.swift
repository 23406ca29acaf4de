internal import Crypto
import Foundation

/// What the two halves of an envelope agree on: HPKE in base mode, X25519, HKDF-SHA256, AES-256-GCM.
enum Envelope {
    static let version: UInt8 = 1
    static let encapsulatedLength = 32
    static let overhead = 1 + encapsulatedLength + 16
    static let suite = HPKE.Ciphersuite(kem: .Curve25519_HKDF_SHA256, kdf: .HKDF_SHA256, aead: .AES_GCM_256)

    /// The purpose goes into the key itself, so that an envelope for one use can't be replayed for another.
    static func info(_ purpose: String) -> Data { Data("slipway.envelope.v1.\(purpose)".utf8) }
}
