import Core

/// Times and commits as a person says them.
enum Words {
    static func ago(_ time: String?, never: String = "–") -> String {
        guard let time, let then = Timestamp(rfc3339: time) else { return never }
        return "\(span(Timestamp.now() - then)) ago"
    }

    /// A time that is to come: `in 3 h`.
    static func ahead(_ time: String?) -> String {
        guard let time, let then = Timestamp(rfc3339: time) else { return "never" }
        let left = then - Timestamp.now()
        return left > .zero ? "in \(span(left))" : "has ended"
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

    /// As `size`; a dash for what is not known.
    static func size(_ bytes: Int64?) -> String { bytes.map { size($0) } ?? "–" }

    static func between(_ start: String?, _ end: String?) -> Duration? {
        guard let start, let end, let from = Timestamp(rfc3339: start), let to = Timestamp(rfc3339: end) else { return nil }
        return to - from
    }

    static func commit(_ deployment: JSONValue?) -> String {
        guard let commit = deployment?["commit"]?.string else { return "" }
        let message = deployment?["commit_message"]?.string ?? ""
        let first = message.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        return commit.prefix(7) + (first.isEmpty ? "" : "  \(first)")
    }

    /// `91 MiB`; sizes below a mebibyte in KiB.
    static func size(_ bytes: Int64) -> String {
        bytes < 1 << 20 ? "\(bytes >> 10) KiB" : bytes < 10 << 30 ? "\(bytes >> 20) MiB" : "\(bytes >> 30) GiB"
    }

    /// `91 of 256 MiB`.
    static func size(_ bytes: Int64, of limit: Int64?) -> String {
        guard let limit, limit > 0 else { return size(bytes) }
        return min(bytes, limit) >= 1 << 20 ? "\(bytes >> 20) of \(size(limit))" : "\(size(bytes)) of \(size(limit))"
    }

    /// `██████████░░░░░░░░░░`.
    static func bar(_ done: Int64, of total: Int64, width: Int = 20) -> String {
        let full = total > 0 ? Int(min(max(done, 0), total)) * width / Int(total) : 0
        return String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    }

    /// A repository as people say it: `github.com/acme/shop`.
    static func repository(_ url: String) -> String { RepositoryAddress(url).map { "\($0.host)/\($0.path)" } ?? url }

    /// The time of day of an RFC 3339 time, in UTC as everywhere.
    static func clock(_ time: String?) -> String { time.map { String($0.dropFirst(11).prefix(12)) } ?? String(repeating: " ", count: 12) }

    /// `90d`, `12h` from now on, or an RFC 3339 time.
    static func until(_ text: String, option: String) throws -> String {
        if Timestamp(rfc3339: text) != nil { return text }
        guard let seconds = seconds(text), seconds > 0 else {
            throw CLIError(message: "\(option) \(text) is no time.", advice: "write 12h, 90d or 2027-01-31T12:00:00Z", exitCode: .usage)
        }
        return Timestamp.now().adding(.seconds(seconds)).rfc3339
    }

    private static func seconds(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86400]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0, count < 100_000 else { return nil }
        return count * unit
    }

    /// `10m`, `2h`, `3d`, `45s` or an RFC 3339 time → RFC 3339.
    static func since(_ text: String, option: String = "--since") throws -> String {
        if Timestamp(rfc3339: text) != nil { return text }
        guard let seconds = seconds(text) else {
            throw CLIError(message: "\(option) \(text) is no time.", advice: "write 45s, 10m, 2h, 3d or 2026-01-31T12:00:00Z", exitCode: .usage)
        }
        return Timestamp.now().adding(.seconds(-seconds)).rfc3339
    }
}
