package import Core

/// What a container wrote, as the engine cut it.
package struct LogRecord: Sendable, Equatable {
    package enum Stream: UInt8, Sendable {
        case stdout = 1
        case stderr = 2
    }

    package let stream: Stream
    /// When the engine read it. Podman tells whole seconds only.
    package let time: Timestamp
    /// Without the line's end.
    package let message: [UInt8]
    /// False when the line goes on in the next record of this stream.
    package let endsLine: Bool

    package init(stream: Stream, time: Timestamp, message: [UInt8], endsLine: Bool = true) {
        self.stream = stream
        self.time = time
        self.message = message
        self.endsLine = endsLine
    }
}
