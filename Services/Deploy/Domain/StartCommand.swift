/// The words an instance is started with.
enum StartCommand {
    /// The shell reads the person's line; a simple command is `exec`ed, so that it gets the signals itself.
    static func words(_ line: String) -> [String]? {
        let line = line.trimmed
        guard !line.isEmpty else { return nil }
        return ["/bin/sh", "-c", isSimple(line) ? "exec \(line)" : line]
    }

    /// One program and its arguments: nothing that needs the shell to stay, no variable set in front, no shell word.
    private static func isSimple(_ line: String) -> Bool {
        guard !line.contains(where: { "&|;<>()`\n{}#!".contains($0) }) else { return false }
        let first = line.prefix { $0 != " " && $0 != "\t" }
        guard !first.contains("="), !first.contains("$") else { return false }
        return !shellWords.contains(String(first))
    }

    private static let shellWords: Set<String> = [
        "exec", "cd", "export", "set", "source", ".", "if", "for", "while", "until", "case", "eval", "trap", "ulimit", "umask",
        "unset", "wait", "test", "[", ":", "alias", "read", "shift", "exit", "return", "function", "local", "true", "false",
    ]
}

private extension String {
    var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
