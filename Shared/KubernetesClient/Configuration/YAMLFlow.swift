import Core

/// `{a: 1, b: "c"}` and `[x, y]` on one line: JSON, and what YAML allows beyond it, keys and values without quotation marks.
struct YAMLFlow {
    private static let deepest = 32

    private let text: [Character]
    private let line: Int
    private var place = 0

    static func read(_ text: Substring, _ line: Int) throws(YAMLError) -> JSONValue {
        var reader = YAMLFlow(text: Array(text), line: line)
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.next == nil || reader.next == "#" else { throw reader.error("something follows the bracket") }
        return value
    }

    private init(text: [Character], line: Int) {
        self.text = text
        self.line = line
    }

    private var next: Character? { place < text.count ? text[place] : nil }

    private mutating func value(depth: Int) throws(YAMLError) -> JSONValue {
        guard depth <= Self.deepest else { throw error("nested too deeply") }
        skipBlanks()
        switch next {
        case "{": return try mapping(depth: depth)
        case "[": return try list(depth: depth)
        case "\"", "'": return .string(try quoted())
        case "&", "*", "!": throw error("anchors, aliases and tags are not read")
        default: return YAMLScalar.plain(plain())
        }
    }

    private mutating func mapping(depth: Int) throws(YAMLError) -> JSONValue {
        place += 1
        var members: [String: JSONValue] = [:]
        while true {
            skipBlanks()
            if take("}") { return .object(members) }
            let key = next == "\"" || next == "'" ? try quoted() : plain()
            skipBlanks()
            guard !key.isEmpty, take(":") else { throw error("a key with a colon was expected") }
            let value = try value(depth: depth + 1)
            guard members.updateValue(value, forKey: key) == nil else { throw error("the key \"\(key)\" is there twice") }
            skipBlanks()
            guard take(",") || next == "}" else { throw error("a bracket does not end in its line") }
        }
    }

    private mutating func list(depth: Int) throws(YAMLError) -> JSONValue {
        place += 1
        var elements: [JSONValue] = []
        while true {
            skipBlanks()
            if take("]") { return .array(elements) }
            elements.append(try value(depth: depth + 1))
            skipBlanks()
            guard take(",") || next == "]" else { throw error("a bracket does not end in its line") }
        }
    }

    /// Up to what ends it: a comma, a bracket, a colon with a blank behind it.
    private mutating func plain() -> String {
        let start = place
        while let character = next, !",[]{}".contains(character) {
            if character == ":", place + 1 >= text.count || " ,[]{}".contains(text[place + 1]) { break }
            place += 1
        }
        var end = place
        while end > start, text[end - 1] == " " { end -= 1 }
        return String(text[start..<end])
    }

    private mutating func quoted() throws(YAMLError) -> String {
        let (value, rest) = try YAMLScalar.quotation(String(text[place...])[...], line)
        place = text.count - rest.count
        return value
    }

    private mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        place += 1
        return true
    }

    private mutating func skipBlanks() {
        while next == " " || next == "\t" { place += 1 }
    }

    private func error(_ message: String) -> YAMLError { YAMLError(message, line) }
}
