/// Randomness that an attacker cannot guess (the kernel's).
package enum Random {
    package static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// A secret for a URL or a header: `bytes` random bytes as base64url.
    package static func token(_ bytes: Int = 32) -> String {
        Base64URL.encode(Self.bytes(bytes))
    }
}
