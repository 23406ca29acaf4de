import Foundation

/// What is asked of the person who types.
enum Question {
    static var isSomebodyHere: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks once; `--yes` answers for scripts, and without a terminal there is nobody to ask.
    static func confirm(_ question: String, yes: Bool) throws {
        guard !yes else { return }
        guard isSomebodyHere else {
            throw CLIError(message: "\(question) Nobody is here to be asked.", advice: "say it with --yes")
        }
        Terminal.write("  \(Terminal.safe(question))  Enter to go on, Ctrl-C to leave it. ")
        guard readLine() != nil else {
            Terminal.write("\n")
            throw CLIError(message: "Left as it was.")
        }
    }

    static func line(_ prompt: String) -> String? {
        guard isSomebodyHere else { return nil }
        Terminal.write("  \(prompt): ")
        return readLine()
    }

    static func password(_ prompt: String) throws -> String {
        guard isSomebodyHere else {
            guard let line = readLine() else { throw CLIError(message: "No password came on standard input.") }
            return line
        }
        guard let typed = getpass("  \(Terminal.safe(prompt)): ") else { throw CLIError(message: "No password was typed.") }
        return String(cString: typed)
    }
}
