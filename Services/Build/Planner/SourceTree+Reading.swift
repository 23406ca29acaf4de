import Core

/// How plans read what strangers wrote: bounded, and a mistake in it is a sentence that names the file.
extension SourceTree {
    /// No file that a plan reads is larger.
    static let mostBytes = 256 << 10
    /// How many files plans read of one source.
    static let mostRead = 96

    /// The text of a file that a plan can't do without; nil when it is not there.
    func needed(_ path: String) throws(BuildFailure) -> String? {
        guard let entry = entries[path], entry.isFile else { return nil }
        guard entry.size <= Self.mostBytes else {
            throw BuildFailure(.planFailed, "`\(path)` has \(entry.size >> 10) KiB; a plan reads files of at most \(Self.mostBytes >> 10) KiB.")
        }
        guard let bytes = contents[path] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw BuildFailure(.planFailed, "`\(path)` is not UTF-8 text.") }
        return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }

    /// A JSON object.
    func json(_ path: String) throws(BuildFailure) -> JSONValue? {
        guard let text = try needed(path) else { return nil }
        let value: JSONValue
        do { value = try JSONValue(parsing: text) } catch {
            throw BuildFailure(.planFailed, "`\(path)` is not JSON: \(error).")
        }
        guard value.object != nil else { throw BuildFailure(.planFailed, "`\(path)` is not a JSON object.") }
        return value
    }

    /// A TOML document.
    func toml(_ path: String) throws(BuildFailure) -> JSONValue? {
        guard let text = try needed(path) else { return nil }
        do { return try TOMLReader.read(text) } catch {
            throw BuildFailure(.planFailed, "`\(path)` is not TOML: \(error.message) in line \(error.line).")
        }
    }

    /// Files that were read and match a pattern, in order: `cmd/*/main.go`.
    func read(_ pattern: String) -> [String] { contents.keys.filter { Self.matches($0, pattern) }.sorted() }

    /// The files to read for these patterns: earlier patterns first, so that a bound cuts off what matters least.
    func wanted(_ patterns: [String]) -> [String] {
        var wanted: [String] = []
        var seen: Set<String> = []
        for pattern in patterns {
            let paths = pattern.contains("*") ? entries.keys.filter { Self.matches($0, pattern) }.sorted() : [pattern]
            for path in paths {
                guard let entry = entries[path], entry.isFile, entry.size <= Self.mostBytes, seen.insert(path).inserted else { continue }
                wanted.append(path)
                if wanted.count == Self.mostRead { return wanted }
            }
        }
        return wanted
    }

    /// Segment by segment; a `*` stands for any run of characters of one segment.
    static func matches(_ path: String, _ pattern: String) -> Bool {
        guard pattern.contains("*") else { return path == pattern }
        let segments = path.split(separator: "/"), patterns = pattern.split(separator: "/")
        guard segments.count == patterns.count else { return false }
        return zip(segments, patterns).allSatisfy { segment, pattern in
            guard let star = pattern.firstIndex(of: "*") else { return segment == pattern }
            let head = pattern[..<star], tail = pattern[pattern.index(after: star)...]
            return segment.count >= head.count + tail.count && segment.hasPrefix(head) && segment.hasSuffix(tail)
        }
    }
}

extension StringProtocol {
    var trimmed: String {
        var text = self[...].drop { $0.isWhitespace }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }

    /// Text of a source as it may stand in a sentence: one line, bounded, printable.
    var shown: String {
        let plain = unicodeScalars.map { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (0x2028...0x202E).contains($0.value) ? " " : Character($0) }
        return plain.count <= 120 ? String(plain) : String(plain.prefix(119)) + "…"
    }
}
