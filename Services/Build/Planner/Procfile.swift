/// The one line of a Procfile that matters here.
enum Procfile {
    static func command(in tree: SourceTree) -> String? { tree.text("Procfile").flatMap(web) }

    /// The command of `web: command`; nil when there is none. The last one wins, as it does in Heroku's reader.
    static func web(_ text: String) -> String? {
        var command: String?
        for line in text.split(whereSeparator: \.isNewline) {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].trimmed == "web" else { continue }
            let value = line[line.index(after: colon)...].trimmed
            if Recipe.isCommand(value) { command = value }
        }
        return command
    }
}
