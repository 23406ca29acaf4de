import Core
import Crypto
import Foundation

/// What a step worked from, in a few digits: the ledger tells by it whether two attempts had the same input.
enum ContentHash {
    static func of(_ parts: String...) -> String {
        String(Hex.encode(Array(SHA256.hash(data: Data(parts.joined(separator: "\u{0}").utf8)))).prefix(16))
    }
}
