/// A Swift value that a column can hold, exchanged as text.
///
/// An enum gets it for one word: `enum BuildState: String, PostgresValue`.
package protocol PostgresValue: Sendable {
    /// The value as Postgres reads it; nil is NULL.
    var postgresText: String? { get }

    /// Reads what Postgres wrote.
    static func decode(_ text: String) throws(PostgresError) -> Self

    /// What a NULL is read as: an error, except for optionals.
    static func decodeNull() throws(PostgresError) -> Self

    /// Written behind the parameter (`::uuid`) so that its type is known even where nothing beside it tells, as in
    /// `\(cursor) IS NULL`; empty where Postgres should infer it from the place.
    static var castSuffix: String { get }
}

package extension PostgresValue {
    static var castSuffix: String { "" }

    static func decodeNull() throws(PostgresError) -> Self {
        throw PostgresError(sqlState: "22004", message: "NULL where a \(Self.self) was expected")
    }
}

package extension PostgresValue where Self: RawRepresentable, RawValue == String {
    var postgresText: String? { rawValue }

    static func decode(_ text: String) throws(PostgresError) -> Self {
        guard let value = Self(rawValue: text) else { throw .unreadable(text, as: Self.self) }
        return value
    }
}
