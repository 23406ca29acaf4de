package import Core

/// A type whose arrays a column can hold. Bytes are the odd one: `[UInt8]` is a `bytea`.
package protocol PostgresElement: PostgresValue {
    /// The text of a whole array.
    static func text(of elements: [Self]) -> String
    /// Reads the text of a whole array.
    static func elements(of text: String) throws(PostgresError) -> [Self]
    /// As `castSuffix`, for the array.
    static var arrayCast: String { get }
}

extension Array: PostgresValue where Element: PostgresElement {
    package var postgresText: String? { Element.text(of: self) }
    package static var castSuffix: String { Element.arrayCast }
    package static func decode(_ text: String) throws(PostgresError) -> [Element] { try Element.elements(of: text) }
}

package extension PostgresElement {
    static var arrayCast: String { castSuffix + "[]" }

    static func text(of elements: [Self]) -> String {
        ArrayText.write(elements.map(\.postgresText))
    }

    static func elements(of text: String) throws(PostgresError) -> [Self] {
        guard let texts = ArrayText.read(text) else { throw .unreadable(text, as: [Self].self) }
        var elements: [Self] = []
        elements.reserveCapacity(texts.count)
        for text in texts {
            if let text { elements.append(try decode(text)) } else { elements.append(try decodeNull()) }
        }
        return elements
    }
}

extension String: PostgresElement {
    package static var arrayCast: String { "::text[]" }
}

extension Int: PostgresElement {}
extension Int64: PostgresElement {}
extension ID: PostgresElement {}

extension UInt8: PostgresElement {
    package static var castSuffix: String { "::smallint" }
    package static var arrayCast: String { "::bytea" }
    package static func text(of elements: [UInt8]) -> String { "\\x" + Hex.encode(elements) }

    package static func elements(of text: String) throws(PostgresError) -> [UInt8] {
        guard text.hasPrefix("\\x"), let bytes = Hex.decode(text.dropFirst(2)) else { throw .unreadable(text, as: [UInt8].self) }
        return bytes
    }
}
