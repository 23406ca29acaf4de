package import Core

extension ID: PostgresValue {
    package var postgresText: String? { description }
    package static var castSuffix: String { "::uuid" }

    package static func decode(_ text: String) throws(PostgresError) -> ID {
        guard let id = ID(text) else { throw .unreadable(text, as: ID.self) }
        return id
    }
}

/// `timestamptz`; the session's time zone is UTC.
extension Timestamp: PostgresValue {
    package var postgresText: String? { exact }
    package static var castSuffix: String { "::timestamptz" }

    package static func decode(_ text: String) throws(PostgresError) -> Timestamp {
        guard let time = Timestamp(rfc3339: text) else { throw .unreadable(text, as: Timestamp.self) }
        return time
    }
}

/// `jsonb`
extension JSONValue: PostgresValue {
    package var postgresText: String? { encoded() }
    package static var castSuffix: String { "::jsonb" }

    package static func decode(_ text: String) throws(PostgresError) -> JSONValue {
        guard let value = try? JSONValue(parsing: text) else { throw .unreadable(text, as: JSONValue.self) }
        return value
    }
}
