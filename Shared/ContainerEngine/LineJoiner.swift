import Core

/// Puts the pieces of a line together again: engines cut lines where their reads end.
///
/// A joined line has the time of its last piece, so each ended line counts in exactly one second, wherever reading began.
struct LineJoiner {
    /// Longer lines are handed on in parts.
    private static let largest = 256 << 10

    private var pieces: [LogRecord.Stream: [UInt8]] = [:]
    private var times: [LogRecord.Stream: Timestamp] = [:]

    /// A record that is whole now.
    mutating func join(_ piece: LogRecord) -> LogRecord? {
        let before = pieces.removeValue(forKey: piece.stream) ?? []
        let message = before.isEmpty ? piece.message : before + piece.message
        guard piece.endsLine || message.count >= Self.largest else {
            pieces[piece.stream] = message
            times[piece.stream] = piece.time
            return nil
        }
        return LogRecord(stream: piece.stream, time: piece.time, message: message, endsLine: piece.endsLine)
    }

    /// What never got its line's end.
    mutating func finish() -> [LogRecord] {
        defer { pieces = [:] }
        return pieces.compactMap { stream, message in
            guard !message.isEmpty, let time = times[stream] else { return nil }
            return LogRecord(stream: stream, time: time, message: message, endsLine: false)
        }.sorted { $0.time < $1.time }
    }
}
