/// The id of one thing of kind `Of`: a UUID with a Swift type, so that an app's id cannot be handed in for a build's.
///
/// New ids are UUIDv7: their order is (nearly) the order of creation, which keeps index pages warm and lists sorted.
/// Any RFC 9562 text is read; text written is always lower-case.
package struct ID<Of>: Hashable, Sendable, Comparable {
    /// The sixteen bytes, most significant first.
    package let high: UInt64
    package let low: UInt64

    /// A new UUIDv7 of this moment.
    package init() {
        var generator = SystemRandomNumberGenerator()
        let milliseconds = UInt64(max(0, Timestamp.now().microseconds / 1_000)) & 0xFFFF_FFFF_FFFF
        high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0xFFF, using: &generator)
        low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF, using: &generator)
    }

    /// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in either case; nil for anything else.
    package init?(_ text: String) {
        var text = text
        let halves: (UInt64, UInt64)? = text.withUTF8 { bytes in
            guard bytes.count == 36 else { return nil }
            var halves: (UInt64, UInt64) = (0, 0)
            var digits = 0
            for (place, byte) in bytes.enumerated() {
                if place == 8 || place == 13 || place == 18 || place == 23 {
                    guard byte == UInt8(ascii: "-") else { return nil }
                    continue
                }
                guard let digit = Hex.value(of: byte) else { return nil }
                if digits < 16 { halves.0 = halves.0 << 4 | UInt64(digit) } else { halves.1 = halves.1 << 4 | UInt64(digit) }
                digits += 1
            }
            return halves
        }
        guard let halves else { return nil }
        (high, low) = halves
    }

    /// Reads what a caller sent; a fault that names the field when it is not an id.
    package init(validating text: String, field: String) throws(Fault) {
        guard let id = Self(text) else { throw .invalid(field, "must be a UUID") }
        self = id
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }

    /// When a UUIDv7 was made, to the millisecond.
    package var created: Timestamp { Timestamp(microseconds: Int64(high >> 16) * 1_000) }
}

extension ID: CustomStringConvertible, LosslessStringConvertible {
    package var description: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var place = 0
            for index in 0..<32 {
                if index == 8 || index == 12 || index == 16 || index == 20 {
                    buffer[place] = UInt8(ascii: "-")
                    place += 1
                }
                let half = index < 16 ? high : low
                let nibble = UInt8(truncatingIfNeeded: half >> UInt64(60 - (index % 16) * 4)) & 0xF
                buffer[place] = Hex.digit(nibble)
                place += 1
            }
            return 36
        }
    }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a UUID")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
