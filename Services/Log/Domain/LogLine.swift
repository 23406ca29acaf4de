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

    /// NUL has no place in a search or on a terminal: it becomes U+FFFD. Everything else stays as it was written.
    static func clean(_ message: [UInt8]) -> [UInt8] {
        guard message.contains(0) else { return message }
        return message.flatMap { $0 == 0 ? [0xEF, 0xBF, 0xBD] : [$0] }
    }

    /// The line as pieces of at most `mostBytes`.
    func pieces() -> [LogLine] {
        guard message.count > Self.mostBytes else { return [self] }
        return stride(from: 0, to: message.count, by: Self.mostBytes).map { start in
            var piece = self
            piece.message = Array(message[start..<min(start + Self.mostBytes, message.count)])
            return piece
        }
    }
}

extension LogLine {
    init(reading line: Proto.Line, index: Int) throws(Fault) {
        guard let source = Source(rawValue: line.source) else { throw .invalid("lines[\(index)].source", "is build, instance or platform.") }
        guard let stream = Stream(rawValue: line.stream) else { throw .invalid("lines[\(index)].stream", "is stdout or stderr.") }
        self.init(
            time: Timestamp(microseconds: line.time), source: source, instance: line.instance, stream: stream,
            message: Self.clean(line.message),
            deployment: line.deploymentID.isEmpty ? nil : try DeploymentID(validating: line.deploymentID, field: "lines[\(index)].deployment_id"),
            build: line.buildID.isEmpty ? nil : try BuildID(validating: line.buildID, field: "lines[\(index)].build_id"))
    }

    func message(seq: Int64) -> Proto.Line {
        Proto.Line(
            seq: UInt64(seq), time: time.microseconds, source: source.rawValue, instance: instance, stream: stream.rawValue, message: message,
            deploymentID: deployment?.description ?? "", buildID: build?.description ?? "")
    }
}
