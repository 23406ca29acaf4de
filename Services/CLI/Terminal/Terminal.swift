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

    /// Lines and columns of the terminal: asked each time, since a window is resized.
    static var size: (rows: Int, columns: Int) {
        var size = winsize()
        if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return (Int(max(size.ws_row, 2)), Int(size.ws_col)) }
        return (24, ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? 80)
    }

    /// One line.
    static func line(_ text: String = "") { say(Span(text)) }
    static func say(_ spans: Span...) { say(spans) }
    static func say(_ spans: [Span]) { write(spans.shown + "\n") }

    /// `  plan      Node 22 · npm ci`: a word in the margin, then what there is to say.
    static func fact(_ word: String, _ text: Span...) { say(margin(word) + text) }

    static func margin(_ word: String) -> [Span] {
        [Span("  " + word.padding(toLength: max(9, word.count), withPad: " ", startingAt: 0) + " ", .dim)]
    }

    static func complain(_ error: CLIError, json: Bool = false) {
        guard !json else {
            var object: JSONValue = ["message": .string(error.message)]
            if let code = error.code { object["code"] = .string(code) }
            if let advice = error.advice { object["advice"] = .string(advice) }
            return write(harmless(["error": object]) + "\n", to: STDERR_FILENO)
        }
        var text = "slipway: \(safe(error.message))\n"
        for line in (error.advice ?? "").split(whereSeparator: \.isNewline) { text += "         \(safe(String(line)))\n" }
        write(text, to: STDERR_FILENO)
    }

    static func json(_ value: JSONValue) { write(harmless(value, pretty: isInteractive) + "\n") }

    /// One event, one line.
    static func jsonLine(_ value: JSONValue) { write(harmless(value) + "\n") }

    /// JSON whose strings hold no character that a terminal obeys: what JSON leaves as it is is escaped.
    static func harmless(_ value: JSONValue, pretty: Bool = false) -> String {
        var text = ""
        for scalar in value.encoded(pretty: pretty).unicodeScalars {
            if isObeyed(scalar), scalar != "\n" {
                text += "\\u" + String(repeating: "0", count: max(0, 4 - String(scalar.value, radix: 16).count)) + String(scalar.value, radix: 16)
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Text of someone else's, made harmless: no control character reaches the terminal (CVE-2009-4487 and its kin).
    static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isObeyed) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            guard isObeyed(scalar) else {
                result.unicodeScalars.append(scalar)
                continue
            }
            result += (scalar.value < 0x100 ? "\\x" : "\\u") + String(scalar.value, radix: 16)
        }
        return result
    }

    /// Controls, and marks that turn the direction of what follows.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069, 0x200E, 0x200F, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Bytes as they are. A reader that went away (`| head`) ends the command without a word.
    static func write(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { unistdWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { exit(errno == EPIPE ? 0 : 1) }
            bytes = bytes.dropFirst(count)
        }
    }
}

/// `write(2)`, whose name the terminal's own `write` hides.
private func unistdWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int { write(descriptor, bytes, count) }
