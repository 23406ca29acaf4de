import Core

/// As much of YAML as machines write into kubeconfig files: mappings and lists by indentation, scalars plain, quoted or as a block, and
/// brackets wherever a value stands (`{a: 1}`, `[]`, JSON). What it does not read (anchors, tags, merge keys, several documents) it refuses by name,
/// so nothing is understood differently from what was meant. Numbers stay text; true, false and null are what they say.
struct YAMLReader {
    private struct Line {
        let number: Int
        let indent: Int
        let text: Substring

        var isListItem: Bool { text == "-" || text.hasPrefix("- ") }
    }

    private static let deepest = 32

    private var lines: [Line] = []
    /// Every line as it stands, for blocks.
    private let raw: [Substring]
    private var place = 0

    static func read(_ text: String) throws(YAMLError) -> JSONValue {
        if text.first(where: { !$0.isWhitespace }) == "{" {
            do throws(JSONError) { return try JSONValue(parsing: text) } catch { throw YAMLError(error.description, 1) }
        }
        var reader = try YAMLReader(text)
        guard let first = reader.next else { return .null }
        let value = try reader.block(indent: first.indent, depth: 0)
        if let rest = reader.next { throw YAMLError("the indentation fits nothing before it", rest.number) }
        return value
    }

    private init(_ text: String) throws(YAMLError) {
        raw = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.hasSuffix("\r") ? $0.dropLast() : $0 }
        for (index, line) in raw.enumerated() {
            let content = line.drop { $0 == " " }
            guard let first = content.first, first != "#" else { continue }
            if content.hasPrefix("---"), line.first == "-" {
                guard lines.isEmpty, content.dropFirst(3).allSatisfy({ $0 == " " }) else { throw YAMLError("a second document begins", index + 1) }
                continue
            }
            guard first != "\t" else { throw YAMLError("a tab in the indentation", index + 1) }
            lines.append(Line(number: index + 1, indent: line.count - content.count, text: content))
        }
    }

    private var next: Line? { place < lines.count ? lines[place] : nil }

    private mutating func block(indent: Int, depth: Int) throws(YAMLError) -> JSONValue {
        guard let line = next else { return .null }
        guard depth <= Self.deepest else { throw YAMLError("nested too deeply", line.number) }
        return line.isListItem ? try list(indent: indent, depth: depth) : try mapping(indent: indent, depth: depth)
    }

    private mutating func list(indent: Int, depth: Int) throws(YAMLError) -> JSONValue {
        var elements: [JSONValue] = []
        while let line = next, line.indent == indent, line.isListItem {
            let content = line.text.dropFirst().drop { $0 == " " }
            guard !content.isEmpty, content.first != "#" else {
                place += 1
                elements.append(try nested(below: indent, orListAt: nil, depth: depth))
                continue
            }
            let inner = indent + line.text.count - content.count
            if Self.key(content) != nil || content == "-" || content.hasPrefix("- ") {
                // The item's first line counts as one of its own block.
                lines[place] = Line(number: line.number, indent: inner, text: content)
                elements.append(try block(indent: inner, depth: depth + 1))
            } else {
                place += 1
                elements.append(try scalar(content, line, below: indent))
            }
        }
        if let line = next, line.indent > indent { throw YAMLError("the indentation fits nothing before it", line.number) }
        return .array(elements)
    }

    private mutating func mapping(indent: Int, depth: Int) throws(YAMLError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        while let line = next, line.indent == indent, !line.isListItem {
            guard let (key, rest) = Self.key(line.text) else { throw YAMLError("a key with a colon was expected", line.number) }
            place += 1
            let name = try Self.keyName(key, line.number)
            let value = rest.drop { $0 == " " }
            guard members[name] == nil else { throw YAMLError("the key \"\(name)\" is there twice", line.number) }
            members[name] = value.isEmpty || value.first == "#"
                ? try nested(below: indent, orListAt: indent, depth: depth) : try scalar(value, line, below: indent)
        }
        if let line = next, line.indent > indent { throw YAMLError("the indentation fits nothing before it", line.number) }
        return .object(members)
    }

    /// What hangs under a key or a dash: a deeper block, or, under a key, a list as deep as the key itself.
    private mutating func nested(below indent: Int, orListAt listIndent: Int?, depth: Int) throws(YAMLError) -> JSONValue {
        guard let line = next, line.indent > indent || (line.indent == listIndent && line.isListItem) else { return .null }
        return try block(indent: line.indent, depth: depth + 1)
    }

    private mutating func scalar(_ text: Substring, _ line: Line, below indent: Int) throws(YAMLError) -> JSONValue {
        switch text.first {
        case "|", ">": return .string(try blockScalar(text, line, below: indent))
        case "\"", "'": return .string(try YAMLScalar.quoted(text, line.number))
        case "{", "[": return try YAMLFlow.read(text, line.number)
        case "&", "*", "!": throw YAMLError("anchors, aliases and tags are not read", line.number)
        case "%", "@", "`": throw YAMLError("a value cannot begin with \(text.first!)", line.number)
        default: break
        }
        var words = [YAMLScalar.withoutComment(text)]
        // A plain scalar goes on over deeper lines.
        while let more = next, more.indent > indent {
            guard Self.key(more.text) == nil else { throw YAMLError("the indentation fits nothing before it", more.number) }
            words.append(YAMLScalar.withoutComment(more.text))
            place += 1
        }
        return YAMLScalar.plain(words.joined(separator: " "))
    }

    private mutating func blockScalar(_ header: Substring, _ line: Line, below indent: Int) throws(YAMLError) -> String {
        let marks = YAMLScalar.withoutComment(header).dropFirst()
        guard marks.isEmpty || marks == "-" || marks == "+" else { throw YAMLError("a block with an indentation of its own", line.number) }
        var content: [Substring] = []
        for text in raw[line.number...] {
            let spaces = text.prefix { $0 == " " }.count
            guard spaces == text.count || spaces > indent else { break }
            content.append(text)
        }
        let last = line.number + content.count
        while let more = next, more.number <= last { place += 1 }
        let margin = content.filter { !$0.allSatisfy { $0 == " " } }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        var texts = content.map { String($0.dropFirst(margin)) }
        while marks != "+", texts.last?.isEmpty ?? false { texts.removeLast() }
        let joined = texts.joined(separator: header.first == "|" ? "\n" : " ")
        return marks == "-" || texts.isEmpty ? joined : joined + "\n"
    }

    /// A key and what follows its colon; nil when the text is none.
    private static func key(_ text: Substring) -> (key: Substring, rest: Substring)? {
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'", index == text.startIndex {
                quote = character
            } else if index == text.startIndex, "{[|>&*!%@`#".contains(character) {
                return nil
            } else if character == ":" {
                let rest = text[text.index(after: index)...]
                if rest.isEmpty || rest.first == " " { return (text[..<index], rest) }
            }
        }
        return nil
    }

    private static func keyName(_ key: Substring, _ line: Int) throws(YAMLError) -> String {
        guard key != "<<" else { throw YAMLError("merge keys are not read", line) }
        guard key.first != "?" else { throw YAMLError("complex keys are not read", line) }
        if key.first == "\"" || key.first == "'" { return try YAMLScalar.quoted(key, line) }
        var key = key
        while key.last == " " { key.removeLast() }
        return String(key)
    }
}
