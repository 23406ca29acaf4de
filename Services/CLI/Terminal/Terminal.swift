import Core
import Foundation

/// What a person sees. Colours and cursor movement only where a terminal is, and never with NO_COLOR.
enum Terminal {
    static let isInteractive = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    static let hasColour = isInteractive && (ProcessInfo.processInfo.environment["NO_COLOR"] ?? "").isEmpty

    enum Style: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    static func styled(_ text: String, _ style: Style) -> String {
        hasColour ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    static func line(_ text: String = "") {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    /// `  plan      Node 22 · npm ci`: a word in the margin, then what there is to say.
    static func fact(_ word: String, _ text: String, style: Style? = nil) {
        let padded = word.padding(toLength: max(9, word.count), withPad: " ", startingAt: 0)
        line("  \(styled(padded, .dim)) \(style.map { styled(text, $0) } ?? text)")
    }

    static func complain(_ error: CLIError) {
        var text = "slipway: \(safe(error.message))\n"
        if let advice = error.advice { text += "         \(advice)\n" }
        FileHandle.standardError.write(Data(text.utf8))
    }

    static func json(_ value: JSONValue) { line(value.encoded(pretty: isInteractive)) }

    /// Text of someone else's, made harmless: no control character reaches the terminal (CVE-2009-4487 and its kin).
    static func safe(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09: result.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F..<0xA0: result += "\\x" + String(scalar.value, radix: 16)
            case 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F: result += "\\u" + String(scalar.value, radix: 16)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Asks once; `--yes` answers for scripts, and without a terminal there is nobody to ask.
    static func confirm(_ question: String, yes: Bool) throws {
        guard !yes else { return }
        guard isatty(STDIN_FILENO) == 1 else {
            throw CLIError(message: "\(question) Nobody is here to be asked.", advice: "say it with --yes")
        }
        FileHandle.standardOutput.write(Data("  \(question)  Enter to go on, Ctrl-C to leave it. ".utf8))
        guard readLine() != nil else { throw CLIError(message: "Left as it was.") }
    }

    static func password(_ prompt: String) throws -> String {
        guard isatty(STDIN_FILENO) == 1 else {
            guard let line = readLine() else { throw CLIError(message: "No password came on standard input.") }
            return line
        }
        guard let typed = getpass(prompt) else { throw CLIError(message: "No password was typed.") }
        return String(cString: typed)
    }
}
