/// A statement and its values, written as one string.
///
/// `"… WHERE id = \(id)"` is always a bind parameter: text of a stranger cannot become SQL by accident. Another `SQL` is
/// spliced in with its own values, and `\(raw: text)` is visibly dangerous: only for text that this program wrote itself.
/// Equal text means an equal prepared statement, so keep what varies in values.
package struct SQL: Sendable {
    /// The text around the values: always one more than there are values.
    private var pieces: [String]
    private(set) var values: [String?]

    private init(pieces: [String], values: [String?]) {
        self.pieces = pieces
        self.values = values
    }

    /// The statement with `$1`, `$2`, … in the places of the values.
    package var text: String {
        guard !values.isEmpty else { return pieces[0] }
        var text = pieces[0]
        for index in 1..<pieces.count {
            text += "$"
            text += String(index)
            text += pieces[index]
        }
        return text
    }

    /// Postgres can keep any text but one with NUL.
    var hasNoNUL: Bool { values.allSatisfy { $0?.utf8.contains(0) != true } }

    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    private mutating func append(_ text: String) {
        pieces[pieces.count - 1] += text
    }

    private mutating func append(value: String?, cast: String) {
        values.append(value)
        pieces.append(cast)
    }

    private mutating func append(_ other: SQL) {
        append(other.pieces[0])
        pieces.append(contentsOf: other.pieces.dropFirst())
        values.append(contentsOf: other.values)
    }
}

extension SQL: ExpressibleByStringInterpolation {
    package init(stringLiteral text: String) {
        self.init(pieces: [text], values: [])
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(pieces: [""], values: [])

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql.pieces.reserveCapacity(interpolationCount + 1)
            sql.values.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) {
            sql.append(literal)
        }

        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value) {
            sql.append(value: value.postgresText, cast: Value.castSuffix)
        }

        /// The same; said apart because the compiler warns of optionals in interpolations that do not expect one.
        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
            sql.append(value: value?.postgresText, cast: Value.castSuffix)
        }

        package mutating func appendInterpolation(_ other: SQL) {
            sql.append(other)
        }

        package mutating func appendInterpolation(raw text: String) {
            sql.append(text)
        }
    }
}

package extension Sequence where Element == SQL {
    /// `conditions.joined(separator: " AND ")`; empty SQL for an empty sequence.
    func joined(separator: SQL) -> SQL {
        var sum: SQL = ""
        for (index, element) in enumerated() { sum = index == 0 ? element : sum + separator + element }
        return sum
    }
}
