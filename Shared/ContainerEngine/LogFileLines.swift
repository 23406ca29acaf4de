import Core

/// Cuts Podman's log format: `2026-11-21T10:45:31.986086866+00:00 stdout F text`, where P instead of F says that the line goes on.
struct LogFileLines {
    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")

    private var rest: [UInt8] = []
    private var joiner = LineJoiner()

    mutating func feed(_ bytes: ArraySlice<UInt8>) -> [LogRecord] {
        rest += bytes
        guard let end = rest.lastIndex(of: Self.newline) else { return [] }
        defer { rest.removeFirst(end + 1) }
        return rest[..<end].split(separator: Self.newline, omittingEmptySubsequences: true).compactMap { line in
            Self.record(line).flatMap { joiner.join($0) }
        }
    }

    mutating func finish() -> [LogRecord] {
        joiner.finish()
    }

    /// nil for what is no line of this format: the file is the engine's, and a half-written line at a crash is not ours to invent.
    private static func record(_ line: ArraySlice<UInt8>) -> LogRecord? {
        let words = line.split(separator: space, maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4, let time = Timestamp(rfc3339: String(decoding: words[0], as: UTF8.self)) else { return nil }
        let stream: LogRecord.Stream = words[1].elementsEqual("stderr".utf8) ? .stderr : .stdout
        return LogRecord(stream: stream, time: time, message: Array(words[3]), endsLine: words[2].elementsEqual("F".utf8))
    }
}
