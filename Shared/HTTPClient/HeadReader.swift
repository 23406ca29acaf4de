/// Puts the lines of a head together. Interim answers (1xx) are skipped.
struct HeadReader {
    private static let largest = 64 << 10

    private var status = 0
    private var headers: [(name: String, value: String)] = []
    private var size = 0
    private(set) var isComplete = false
    private(set) var problem: HTTPError?

    /// The head, once its empty line was read.
    var finished: HTTPHead? { isComplete ? HTTPHead(status: status, headers: headers) : nil }

    /// False when this cannot become a head.
    mutating func read(_ line: UnsafeRawBufferPointer) -> Bool {
        size += line.count
        guard size <= Self.largest else {
            problem = HTTPError(.tooLarge, "the head of the answer is larger than \(Self.largest) bytes")
            return false
        }
        let text = String(decoding: line, as: UTF8.self).trimmingLineEnd
        if text.hasPrefix("HTTP/") { return begin(text) }
        guard !text.isEmpty else {
            isComplete = status >= 200
            return true
        }
        guard let colon = text.firstIndex(of: ":") else { return true }
        headers.append((String(text[..<colon]), text[text.index(after: colon)...].trimmingBlanks))
        return true
    }

    private mutating func begin(_ line: String) -> Bool {
        let words = line.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let code = Int(words[1]), (100...999).contains(code) else {
            problem = HTTPError(.protocol, "the answer has no status")
            return false
        }
        (status, headers) = (code, [])
        return true
    }
}

private extension String {
    var trimmingLineEnd: String {
        // A Character: CR LF is one of them.
        var text = self[...]
        while let last = text.last, last.isNewline { text.removeLast() }
        return String(text)
    }
}

private extension Substring {
    var trimmingBlanks: String {
        var text = self
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
