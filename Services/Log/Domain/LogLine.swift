import Core
import Messages

/// One line, before it has its place in the app's sequence.
struct LogLine: Sendable, Equatable {
    enum Source: String, Sendable { case build, instance, platform }
    enum Stream: String, Sendable { case stdout, stderr }

    /// Longer lines are cut into several: a follower's message stays below 256 KiB.
    static let mostBytes = 16 * 1024

    var time: Timestamp
    var source: Source
    var instance: String
    var stream: Stream
    var message: [UInt8]
    var deployment: DeploymentID?
    var build: BuildID?
    /// A piece of a line that was too long; the next line of its stream goes on with it.
    var isPartial = false

    /// NUL has no place in a search or on a terminal: it becomes U+FFFD. Everything else stays as it was written.
    static func clean(_ message: [UInt8]) -> [UInt8] {
        guard message.contains(0) else { return message }
        return message.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] }
    }

    /// How many of these bytes one line holds: all, or as many as fit without tearing a character of UTF-8.
    static func pieceLength(_ bytes: ArraySlice<UInt8>) -> Int {
        guard bytes.count > mostBytes else { return bytes.count }
        let limit = bytes.startIndex + mostBytes
        // A character has at most three bytes of continuation; where there are more, it is no UTF-8 anyway.
        let begin = (limit - 3...limit).last { bytes[$0] & 0xC0 != 0x80 } ?? limit
        return begin - bytes.startIndex
    }

    /// The line as pieces of at most `mostBytes`.
    func pieces() -> [LogLine] {
        guard message.count > Self.mostBytes else { return [self] }
        var rest = message[...]
        var pieces: [LogLine] = []
        while !rest.isEmpty {
            var piece = self
            piece.message = Array(rest.prefix(Self.pieceLength(rest)))
            rest = rest.dropFirst(piece.message.count)
            piece.isPartial = !rest.isEmpty
            pieces.append(piece)
        }
        return pieces
    }
}

extension LogLine {
    /// From 1970 to 9999: what RFC 3339 can say.
    private static let times: Range<Int64> = 0..<253_402_300_800_000_000

    init(reading line: Proto.Line, index: Int) throws(Fault) {
        guard let source = Source(rawValue: line.source) else { throw .invalid("lines[\(index)].source", "is build, instance or platform.") }
        guard let stream = Stream(rawValue: line.stream) else { throw .invalid("lines[\(index)].stream", "is stdout or stderr.") }
        guard Self.times.contains(line.time) else { throw .invalid("lines[\(index)].time", "lies between the years 1970 and 9999.") }
        try Names.checkText(line.instance, field: "lines[\(index)].instance", least: 0, most: 128)
        self.init(
            time: Timestamp(microseconds: line.time), source: source, instance: line.instance, stream: stream,
            message: Self.clean(line.message),
            deployment: line.deploymentID.isEmpty ? nil : try DeploymentID(validating: line.deploymentID, field: "lines[\(index)].deployment_id"),
            build: line.buildID.isEmpty ? nil : try BuildID(validating: line.buildID, field: "lines[\(index)].build_id"))
    }

    func message(seq: Int64) -> Proto.Line {
        Proto.Line(
            seq: UInt64(seq), time: time.microseconds, source: source.rawValue, instance: instance, stream: stream.rawValue, message: message,
            deploymentID: deployment?.description ?? "", buildID: build?.description ?? "", partial: isPartial)
    }
}
