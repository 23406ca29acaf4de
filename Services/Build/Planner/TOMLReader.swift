import Core

/// Reads the part of TOML 1.0 that project files are written in, as JSON: tables, arrays of tables, dotted keys, all four
/// kinds of strings, arrays, inline tables. Numbers, dates and the like stay the text they are.
///
/// What it reads comes from strangers: nesting and size are bounded, and nothing in it is worth a C++ parser in a process
/// that holds keys.
struct TOMLReader {
    struct Mistake: Error, Equatable {
        var message: String
        var line: Int
    }

    private static let deepest = 32
    private static let mostKeys = 4_000
    private let text: [UInt8]
    private var place = 0
    private var root: JSONValue = [:]
    private var keys = 0

    static func read(_ text: String) throws(Mistake) -> JSONValue {
        var reader = TOMLReader(text: Array(text.replacing("\r\n", with: "\n").utf8))
        return try reader.document()
    }

    private init(text: [UInt8]) {
        self.text = text
    }

    private mutating func document() throws(Mistake) -> JSONValue {
        var table: [String] = []
        while true {
            skipBlank()
            guard let byte = next else { return root }
            if byte == UInt8(ascii: "[") {
                let isList = follows("[[")
                place += isList ? 2 : 1
                table = try path()
                guard follows(isList ? "]]" : "]") else { throw mistake("a table's name has no end") }
                place += isList ? 2 : 1
                try write(isList ? .array([[:]]) : [:], at: table, isHeader: true)
            } else {
                let key = try path()
                try expect("=", "a key has no =")
                try write(try value(depth: 0), at: table + key, isHeader: false)
            }
            skipSpace()
            guard next == nil || next == UInt8(ascii: "\n") || next == UInt8(ascii: "#") else { throw mistake("something follows the value") }
        }
    }

    /// Puts a value where its keys say; a key that leads through a list of tables means the last of them.
    private mutating func write(_ value: JSONValue, at path: [String], isHeader: Bool) throws(Mistake) {
        guard path.count <= Self.deepest else { throw mistake("a key is nested too deeply") }
        guard let written = Self.writing(value, at: path[...], in: root, isHeader: isHeader) else {
            throw mistake("the key \(path.joined(separator: ".").shown) is there twice")
        }
        root = written
    }

    /// Nil when something else is there already.
    private static func writing(_ value: JSONValue, at path: ArraySlice<String>, in old: JSONValue, isHeader: Bool) -> JSONValue? {
        if case .array(let items) = old, let last = items.last {
            guard let changed = writing(value, at: path, in: last, isHeader: isHeader) else { return nil }
            return .array(items.dropLast() + [changed])
        }
        guard case .object(var members) = old, let key = path.first else { return nil }
        if path.count > 1 {
            guard let inner = writing(value, at: path.dropFirst(), in: members[key] ?? [:], isHeader: isHeader) else { return nil }
            members[key] = inner
        } else if let known = members[key] {
            switch (known, value) {
            case (.object, .object) where isHeader: break
            case (.array(let items), .array(let more)) where isHeader: members[key] = .array(items + more)
            default: return nil
            }
        } else {
            members[key] = value
        }
        return .object(members)
    }

    private mutating func path() throws(Mistake) -> [String] {
        keys += 1
        guard keys <= Self.mostKeys else { throw mistake("there are more than \(Self.mostKeys) keys") }
        var keys: [String] = []
        repeat {
            if !keys.isEmpty { place += 1 }
            skipSpace()
            switch next {
            case UInt8(ascii: "\""), UInt8(ascii: "'"): keys.append(try string())
            default:
                let start = place
                while let byte = next, isWord(byte) { place += 1 }
                guard place > start else { throw mistake("a key was expected") }
                keys.append(String(decoding: text[start..<place], as: UTF8.self))
            }
            skipSpace()
        } while next == UInt8(ascii: ".")
        return keys
    }

    private mutating func value(depth: Int) throws(Mistake) -> JSONValue {
        guard depth < Self.deepest else { throw mistake("nested too deeply") }
        skipSpace()
        switch next {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return .string(try string())
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "{"): return try inlineTable(depth: depth)
        default:
            let start = place
            while let byte = next, !",]}#\n".utf8.contains(byte) { place += 1 }
            let word = String(decoding: text[start..<place], as: UTF8.self).trimmed
            switch word {
            case "": throw mistake("a value is missing")
            case "true": return true
            case "false": return false
            default:
                // A date and a time may have one blank between them.
                let rest = word.utf8.dropFirst(10).first == 0x20 ? word.replacing(" ", with: "T", maxReplacements: 1) : word
                guard rest.utf8.allSatisfy({ isWord($0) || "+.:".utf8.contains($0) }) else { throw mistake("\(word.shown) is no value") }
                return .string(word)
            }
        }
    }

    private mutating func array(depth: Int) throws(Mistake) -> JSONValue {
        place += 1
        var items: [JSONValue] = []
        while true {
            skipBlank()
            if take("]") { return .array(items) }
            items.append(try value(depth: depth + 1))
            skipBlank()
            if take("]") { return .array(items) }
            try expect(",", "a list has no end")
        }
    }

    private mutating func inlineTable(depth: Int) throws(Mistake) -> JSONValue {
        place += 1
        var table: JSONValue = [:]
        while true {
            skipBlank()
            if take("}") { return table }
            let key = try path()
            try expect("=", "a key has no =")
            let value = try value(depth: depth + 1)
            guard let written = Self.writing(value, at: key[...], in: table, isHeader: false) else { throw mistake("a key is there twice") }
            table = written
            skipBlank()
            if take("}") { return table }
            try expect(",", "an inline table has no end")
        }
    }

    private mutating func string() throws(Mistake) -> String {
        let quote = text[place]
        let mark = [UInt8](repeating: quote, count: 3)
        let isLong = text[place...].starts(with: mark)
        place += isLong ? 3 : 1
        if isLong, next == UInt8(ascii: "\n") { place += 1 }
        var bytes: [UInt8] = []
        while let byte = next {
            if isLong ? text[place...].starts(with: mark) : byte == quote {
                place += isLong ? 3 : 1
                return String(decoding: bytes, as: UTF8.self)
            }
            guard isLong || byte != UInt8(ascii: "\n") else { break }
            place += 1
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { try escape(into: &bytes) } else { bytes.append(byte) }
        }
        throw mistake("a string has no end")
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(Mistake) {
        guard let byte = next else { throw mistake("a string has no end") }
        place += 1
        switch byte {
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let digits = String(decoding: text[place...].prefix(byte == UInt8(ascii: "u") ? 4 : 8), as: UTF8.self)
            guard let number = UInt32(digits, radix: 16), let scalar = Unicode.Scalar(number) else { throw mistake("an escape is no character") }
            place += digits.utf8.count
            bytes += Array(String(Character(scalar)).utf8)
        case UInt8(ascii: "\n"), UInt8(ascii: " "): while let byte = next, byte == 0x0A || byte == 0x20 || byte == 0x09 { place += 1 }
        default: throw mistake("a string has an unknown escape")
        }
    }

    private var next: UInt8? { place < text.count ? text[place] : nil }

    private func follows(_ word: String) -> Bool { text[place...].starts(with: word.utf8) }

    private func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    private mutating func take(_ word: String) -> Bool {
        guard follows(word) else { return false }
        place += word.utf8.count
        return true
    }

    private mutating func expect(_ word: String, _ message: String) throws(Mistake) {
        skipSpace()
        guard take(word) else { throw mistake(message) }
    }

    private mutating func skipSpace() { while let byte = next, byte == 0x20 || byte == 0x09 { place += 1 } }

    /// Blanks, ends of lines and comments.
    private mutating func skipBlank() {
        while let byte = next {
            if byte == UInt8(ascii: "#") {
                while let byte = next, byte != UInt8(ascii: "\n") { place += 1 }
            } else if byte == 0x20 || byte == 0x09 || byte == 0x0A {
                place += 1
            } else {
                return
            }
        }
    }

    private func mistake(_ message: String) -> Mistake {
        Mistake(message: message, line: text[..<min(place, text.count)].count { $0 == UInt8(ascii: "\n") } + 1)
    }
}
