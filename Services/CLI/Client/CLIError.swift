/// What went wrong, in one sentence, and the command that comes next.
struct CLIError: Error {
    var message: String
    /// What to do about it: shown on a line of its own.
    var advice: String?
    var exitCode: ExitStatus = .failed
    /// The API's code word, for `--json`.
    var code: String?
    /// The status of the answer, where there was one.
    var status: Int?
    /// The platform was away for a moment: the same question may be answered soon.
    var isPassing = false
}

/// What `slipway` ends with; those above 63 are `sysexits.h`'s.
enum ExitStatus: Int32 {
    /// The thing itself failed or was refused.
    case failed = 1
    /// What was typed is no command. ArgumentParser's own.
    case usage = 64
    /// The platform does not answer.
    case unavailable = 69
    /// Nobody is logged in, or may not do this.
    case notPermitted = 77
}

/// Says what to do where the platform refused with this status and had nothing to say about it.
func advising<T>(_ status: Int, _ advice: String, _ body: () async throws -> T) async throws -> T {
    do {
        return try await body()
    } catch var error as CLIError {
        if error.status == status, error.advice == nil { error.advice = advice }
        throw error
    }
}
