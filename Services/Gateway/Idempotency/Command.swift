import Core
import Crypto

/// One attempt at a change, and the ids that it will use. With an `Idempotency-Key` the ids are derived from the key:
/// a repeated request is then the same command also to services that have already seen it.
struct Command: Sendable {
    /// Where an attempt with a key stands.
    enum Standing: Sendable {
        /// No key, or nothing that a key is for.
        case plain
        /// Ours to run; the outcome is written down under this row.
        case held(CommandKey)
        /// Done before: this was the answer.
        case done(Answer)
    }

    let standing: Standing
    /// What the services behind are told; nil for what changes nothing.
    let key: String?
    private let secret: SymmetricKey
    /// When the key was first seen, and what everything is derived from.
    private let origin: (began: Timestamp, text: String)?

    /// - Parameter origin: nil where nothing is to be repeatable.
    init(_ standing: Standing, isChange: Bool, secret: SymmetricKey, origin: (began: Timestamp, text: String)? = nil) {
        self.standing = standing
        self.secret = secret
        self.origin = origin
        if let origin {
            key = Hex.encode(Self.derive("command", origin.text, secret).prefix(16))
        } else {
            key = isChange ? ID<Command>().description : nil
        }
    }

    /// The id of what is made. A UUIDv7 either way: of now, or of the moment the key was first seen.
    func id<Of>(_ purpose: String, as: ID<Of>.Type = ID<Of>.self) -> ID<Of> {
        guard let origin else { return ID<Of>() }
        let random = Self.derive("id/" + purpose, origin.text, secret)
        var bytes = (0..<6).map { UInt8(truncatingIfNeeded: (origin.began.microseconds / 1_000) >> Int64(40 - $0 * 8)) }
        bytes += random.prefix(10)
        bytes[6] = bytes[6] & 0x0F | 0x70
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Hex.encode(bytes)
        let lengths = [8, 4, 4, 4, 12]
        var rest = digits[...]
        let text = lengths.map { length in
            defer { rest = rest.dropFirst(length) }
            return String(rest.prefix(length))
        }.joined(separator: "-")
        return ID<Of>(text) ?? ID<Of>()
    }

    /// 32 secret bytes: random, or the same again for the same key.
    func bits(_ purpose: String) -> [UInt8] {
        guard let origin else { return Random.bytes(32) }
        return Self.derive("secret/" + purpose, origin.text, secret)
    }

    private static func derive(_ purpose: String, _ text: String, _ secret: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array((purpose + "\u{0}" + text).utf8), using: secret))
    }
}
