import Core

/// The values of YAML that stand on one line.
enum YAMLScalar {
    static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "~", "null", "Null", "NULL": .null
        case "true", "True", "TRUE": .bool(true)
        case "false", "False", "FALSE": .bool(false)
        default: .string(text)
        }
    }

    /// Without ` # …` and the blanks at its end.
    static func withoutComment(_ text: Substring) -> String {
        var end = text.endIndex
        var before: Character = "x"
        for index in text.indices {
            if text[index] == "#", before == " " || before == "\t" {
                end = index
                break
            }
            before = text[index]
        }
        var kept = text[..<end]
        while let last = kept.last, last == " " || last == "\t" { kept.removeLast() }
        return String(kept)
    }

    /// `"…"` with JSON's escapes, `'…'` with doubled quotes, and nothing behind it.
    static func quoted(_ text: Substring, _ line: Int) throws(YAMLError) -> String {
        let (value, rest) = try quotation(text, line)
        guard withoutComment(" " + rest).allSatisfy({ $0 == " " }) else { throw YAMLError("something follows the quotation", line) }
        return value
    }

    /// The quotation at the beginning, and what follows it.
    static func quotation(_ text: Substring, _ line: Int) throws(YAMLError) -> (value: String, rest: Substring) {
        guard let quote = text.first, let (body, rest) = split(text, quote) else { throw YAMLError("the quotation does not end in its line", line) }
        guard quote == "\"" else { return (body.replacing("''", with: "'"), rest) }
        do throws(JSONError) {
            return (try JSONValue(parsing: "\"\(body)\"").string ?? "", rest)
        } catch {
            throw YAMLError("an escape that is not read", line)
        }
    }

    private static func split(_ text: Substring, _ quote: Character) -> (body: String, rest: Substring)? {
        var index = text.index(after: text.startIndex)
        let start = index
        while index < text.endIndex {
            let character = text[index]
            let after = text.index(after: index)
            if character == "\\", quote == "\"" {
                guard after < text.endIndex else { return nil }
                index = text.index(after: after)
            } else if character == quote {
                guard quote == "'", after < text.endIndex, text[after] == "'" else { return (String(text[start..<index]), text[after...]) }
                index = text.index(after: after)
            } else {
                index = after
            }
        }
        return nil
    }
}
