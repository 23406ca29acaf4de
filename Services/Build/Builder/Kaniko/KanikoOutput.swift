import Core

/// An executor's log as lines of a build, the same whoever reads it and however often: nothing but the lines before decides.
///
/// The executor's own words are JSON, one object a line; everything else is what the steps print. Of its own words the steps, what
/// comes out of the cache, and trouble are for people, in the form in which engines tell them.
struct KanikoOutput: Sendable {
    /// How many steps there are; 0: not known.
    let total: Int
    private(set) var progress = StepProgress()
    /// The sentence that it ended with.
    private(set) var complaint = ""
    /// The line before was a step or printed by one, not the executor's own remark.
    private(set) var isPrinted = true
    private var fetched: Set<String> = []
    private var done = 0

    init(total: Int) { self.total = total }

    /// The line to show; nil for what is nobody's business.
    mutating func read(_ text: String) -> String? {
        isPrinted = true
        guard text.hasPrefix("{"), let words = Self.words(text) else {
            if Self.complaints.contains(where: text.hasPrefix) { complaint = text }
            return text
        }
        if ["warning", "error", "fatal", "panic"].contains(words.level) {
            if words.level != "warning" { complaint = words.message }
            return "\(words.level): \(words.message)"
        }
        return words.level == "info" ? told(words.message) : nil
    }

    private mutating func told(_ message: String) -> String? {
        if DockerfileSteps.isInstruction(message) {
            done += 1
            let line = "STEP \(done)/\(max(total, done)): \(message)"
            _ = progress.read(line)
            return line
        }
        isPrinted = false
        if let image = message.rest(after: "Retrieving image manifest ") { return fetched.insert(image).inserted ? "Fetching \(image)" : nil }
        if let command = message.rest(after: "Using caching version of cmd: ") { return "Using cache for \(command)" }
        return nil
    }

    private static func words(_ text: String) -> (level: String, message: String)? {
        guard let json = try? JSONValue(parsing: text), let object = json.object, object.count == 3, object["time"] != nil,
            let level = object["level"]?.string, let message = object["msg"]?.string
        else { return nil }
        return (level, message)
    }

    private static let complaints = ["error ", "Error: ", "kaniko should only be run"]
}

private extension String {
    func rest(after prefix: String) -> String? { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil }
}
