/// Randomness that an attacker cannot guess (the kernel's).
package enum Random {
    package static func bytes(_ count: Int) -> [UInt8] {
        // Eight bytes a call of the kernel: asked byte by byte, a request's ids cost more than its messages.
        var generator = SystemRandomNumberGenerator()
        return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
            while filled < count {
                var word = generator.next()
                for _ in 0..<min(8, count - filled) {
                    bytes[filled] = UInt8(truncatingIfNeeded: word)
                    word >>= 8
                    filled += 1
                }
            }
        }
    }

    /// A secret for a URL or a header: `bytes` random bytes as base64url.
    package static func token(_ bytes: Int = 32) -> String {
        Base64URL.encode(Self.bytes(bytes))
    }
}
