/// Text arrives in pieces; lines leave.
struct LineSplitter: Sendable {
    private var rest = ""

    mutating func read(_ text: String) -> [String] {
        rest += text
        var lines = rest.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        rest = lines.popLast() ?? ""
        if rest.utf8.count > 65_536 {
            lines.append(rest)
            rest = ""
        }
        return lines
    }

    /// What is left when nothing more comes.
    mutating func finish() -> String? {
        defer { rest = "" }
        return rest.isEmpty ? nil : rest
    }
}
