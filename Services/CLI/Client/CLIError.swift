/// What went wrong, in one sentence, and the command that comes next.
struct CLIError: Error {
    var message: String
    /// What to do about it: shown on a line of its own.
    var advice: String?
    var exitCode: Int32 = 1
    /// The API's code word, for `--json`.
    var code: String?
    /// The platform was away for a moment: the same question may be answered soon.
    var isPassing = false
}
