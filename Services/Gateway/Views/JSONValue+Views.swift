import Core

/// What the views are written with. A time is RFC 3339; what is absent is null, never left out, so that a client sees
/// the same members always.
extension JSONValue {
    static func time(_ microseconds: Int64) -> JSONValue { .string(Timestamp(microseconds: microseconds).rfc3339) }

    static func time(_ microseconds: Int64?) -> JSONValue { microseconds.map { .time($0) } ?? .null }

    static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// Null for the empty string: an absent field on the wire.
    static func filled(_ text: String) -> JSONValue { text.isEmpty ? .null : .string(text) }

    static func number(_ number: some BinaryInteger) -> JSONValue { .int(Int64(number)) }

    /// Null for zero, where zero means that there is none.
    static func counted(_ number: some BinaryInteger) -> JSONValue { number == 0 ? .null : .number(number) }
}
