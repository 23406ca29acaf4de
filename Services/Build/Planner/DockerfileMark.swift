/// Keeps layers apart that look alike and are not: an engine's cache, or a cluster's, knows an instruction by its text, and the text of a
/// step says nothing of the variables that it sees. Behind every FROM therefore stands what tells them from others, and from another app's.
enum DockerfileMark {
    static func marked(_ text: String, _ fingerprint: String) -> String {
        let mark = "LABEL slipway.variables=\(fingerprint.prefix(16))"
        var (lines, instruction, isContinued) = ([String](), "", false)
        // Ends of the texts that come next, and of those that the instruction under way has begun.
        var (ends, begun) = ([Substring](), [Substring]())
        let escape = escape(text)
        // Scalars, since a carriage return and a line feed are one character.
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map({ String($0) }) {
            lines.append(line)
            let plain = line.trimmed
            if let end = ends.first {
                if plain == end { ends.removeFirst() }
                continue
            }
            if plain.hasPrefix("#") || plain.isEmpty { continue }
            if !isContinued { (instruction, begun) = (plain.split(whereSeparator: \.isWhitespace).first.map { $0.uppercased() } ?? "", []) }
            if ["RUN", "COPY", "ADD"].contains(instruction) { begun += plain.matches(of: /(?:^|\s)[0-9]?<<-?["']?([A-Za-z_][A-Za-z0-9_]*)["']?/).map(\.output.1) }
            isContinued = plain.hasSuffix(escape)
            guard !isContinued else { continue }
            if instruction == "FROM" { lines.append(mark) }
            ends = begun
        }
        return lines.joined(separator: "\n")
    }

    /// What continues a line, which a comment at the top may change.
    private static func escape(_ text: String) -> String {
        for line in text.split(whereSeparator: \.isNewline) {
            guard line.hasPrefix("#") else { break }
            let words = line.dropFirst().filter { !$0.isWhitespace }.lowercased()
            if words == "escape=`" { return "`" }
        }
        return "\\"
    }
}
