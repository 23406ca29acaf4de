/// How many instructions a Dockerfile has beside FROM and ARG before it: what progress counts to. A reader of lines and nothing more:
/// what it miscounts, only the bar shows.
enum DockerfileSteps {
    static let instructions: Set = [
        "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD", "RUN", "SHELL",
        "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
    ]

    static func count(_ text: String) -> Int {
        var count = 0
        var (isContinued, hasStage) = (false, false)
        for line in text.split(whereSeparator: \.isNewline) {
            let plain = line.drop { $0 == " " || $0 == "\t" }
            if plain.hasPrefix("#") { continue }
            if !isContinued, let word = plain.split(whereSeparator: \.isWhitespace).first?.uppercased() {
                if word == "FROM" { hasStage = true }
                if hasStage, instructions.contains(word) { count += 1 }
            }
            isContinued = plain.hasSuffix("\\")
        }
        return count
    }

    /// Whether a line is an instruction, as executors echo them.
    static func isInstruction(_ line: some StringProtocol) -> Bool {
        guard let word = line.split(separator: " ", maxSplits: 1).first else { return false }
        return instructions.contains(String(word))
    }
}
