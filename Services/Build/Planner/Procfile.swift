/// The one line of a Procfile that matters here.
enum Procfile {
    /// The command of `web: command`; nil when there is none. The last one wins, as it does in Heroku's reader.
    static func web(_ text: String) -> String? {
        var command: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":"), trimmed(line[..<colon]) == "web" else { continue }
            let value = trimmed(line[line.index(after: colon)...])
            if !value.isEmpty, value.utf8.count <= 4_096, !value.unicodeScalars.contains("\0") { command = value }
        }
        return command
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
