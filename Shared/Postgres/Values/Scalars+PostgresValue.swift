extension String: PostgresValue {
    package var postgresText: String? { self }
    package static func decode(_ text: String) throws(PostgresError) -> String { text }
}

extension Bool: PostgresValue {
    package var postgresText: String? { self ? "t" : "f" }
    package static var castSuffix: String { "::boolean" }

    package static func decode(_ text: String) throws(PostgresError) -> Bool {
        switch text {
        case "t": true
        case "f": false
        default: throw .unreadable(text, as: Bool.self)
        }
    }
}

extension Double: PostgresValue {
    package var postgresText: String? { isNaN ? "NaN" : isInfinite ? (self < 0 ? "-Infinity" : "Infinity") : description }
    package static var castSuffix: String { "::double precision" }

    package static func decode(_ text: String) throws(PostgresError) -> Double {
        guard let value = Double(text) else { throw .unreadable(text, as: Double.self) }
        return value
    }
}

/// Whole numbers are all read and written alike.
package extension PostgresValue where Self: FixedWidthInteger {
    var postgresText: String? { String(self) }

    static func decode(_ text: String) throws(PostgresError) -> Self {
        guard let value = Self(text) else { throw .unreadable(text, as: Self.self) }
        return value
    }
}

extension Int: PostgresValue {
    package static var castSuffix: String { "::bigint" }
}

extension Int64: PostgresValue {
    package static var castSuffix: String { "::bigint" }
}

extension Int32: PostgresValue {
    package static var castSuffix: String { "::integer" }
}

/// No type of Postgres is a `UInt64`; its place (a bigint, a numeric, an `xid8`) decides.
extension UInt64: PostgresValue {}
