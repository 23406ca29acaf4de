extension Optional: PostgresValue where Wrapped: PostgresValue {
    package var postgresText: String? { flatMap(\.postgresText) }
    package static var castSuffix: String { Wrapped.castSuffix }
    package static func decode(_ text: String) throws(PostgresError) -> Wrapped? { .some(try Wrapped.decode(text)) }
    package static func decodeNull() throws(PostgresError) -> Wrapped? { .none }
}
