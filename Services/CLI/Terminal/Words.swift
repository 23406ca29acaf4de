import Core

/// Times and commits as a person says them.
enum Words {
    static func ago(_ time: String?) -> String {
        guard let time, let then = Timestamp(rfc3339: time) else { return "–" }
        return "\(span(Timestamp.now() - then)) ago"
    }

    static func span(_ duration: Duration) -> String {
        let seconds = max(0, duration.inSeconds)
        switch seconds {
        case ..<9.95: return "\((seconds * 10).rounded() / 10) s"
        case ..<120: return "\(max(10, Int(seconds))) s"
        case ..<7200: return "\(Int(seconds / 60)) min"
        case ..<172_800: return "\(Int(seconds / 3600)) h"
        default: return "\(Int(seconds / 86400)) days"
        }
    }

    /// `1 instance`, `3 instances`.
    static func count(_ number: Int64, _ thing: String) -> String { "\(number) \(thing)\(number == 1 ? "" : "s")" }

    static func between(_ start: String?, _ end: String?) -> Duration? {
        guard let start, let end, let from = Timestamp(rfc3339: start), let to = Timestamp(rfc3339: end) else { return nil }
        return to - from
    }

    static func commit(_ deployment: JSONValue?) -> String {
        guard let commit = deployment?["commit"]?.string else { return "" }
        let message = deployment?["commit_message"]?.string ?? ""
        let first = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return Terminal.safe(commit.prefix(7) + (first.isEmpty ? "" : "  \(first)"))
    }

    /// `10m`, `2h`, `3d`, `45s` or an RFC 3339 time → RFC 3339.
    static func since(_ text: String) throws -> String {
        if Timestamp(rfc3339: text) != nil { return text }
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0, count < 100_000 else {
            throw CLIError(message: "--since \(text) is no time.", advice: "write 45s, 10m, 2h, 3d or 2026-01-31T12:00:00Z")
        }
        return Timestamp.now().adding(.seconds(-count * unit)).rfc3339
    }
}
