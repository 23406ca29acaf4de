package import Core

/// A line that a container wrote.
package struct LogRecord: Sendable, Equatable {
    package enum Stream: UInt8, Sendable {
        case stdout = 1
        case stderr = 2
    }

    package let stream: Stream
    /// When the engine read it; Podman's API, where its file is out of reach, tells whole seconds.
    package let time: Timestamp
    /// Without the line's end.
    package let message: [UInt8]
    /// False for a last line without an end, and for a part of a line longer than 256 KiB.
    package let endsLine: Bool

    package init(stream: Stream, time: Timestamp, message: [UInt8], endsLine: Bool = true) {
        self.stream = stream
        self.time = time
        self.message = message
        self.endsLine = endsLine
    }
}
