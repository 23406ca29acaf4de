package import Core

/// A line of a container's log, as it was written, or a piece of a long one.
package struct PodLogLine: Sendable, Equatable {
    /// When the runtime took it. Lines of the two outputs may stand in the log in another order than their times.
    package let time: Timestamp
    /// Beyond the microseconds of `time`: 0 to 999.
    package let nanoseconds: UInt16
    /// Without its line feed.
    package let bytes: [UInt8]
    /// False for a piece after which its line goes on.
    package let endsLine: Bool
    /// Its answer ended here, without a line feed. It may be the container's last output, or the beginning of a line whose rest is still to be
    /// had: answers that a node broke off end in good order too. Who has read it twice alike knows.
    package let isUnterminated: Bool

    package init(time: Timestamp, nanoseconds: UInt16 = 0, bytes: [UInt8], endsLine: Bool = true, isUnterminated: Bool = false) {
        self.time = time
        self.nanoseconds = nanoseconds
        self.bytes = bytes
        self.endsLine = endsLine
        self.isUnterminated = isUnterminated
    }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Reads `2026-11-21T09:31:15.735152174Z text`; nil when there is no time in front.
    init?(_ line: ArraySlice<UInt8>) {
        let end = line.firstIndex(of: UInt8(ascii: " ")) ?? line.endIndex
        let stamp = line[..<end]
        guard stamp.count <= 40, let time = Timestamp(rfc3339: String(decoding: stamp, as: UTF8.self)) else { return nil }
        self.time = time
        nanoseconds = Self.beyondMicroseconds(stamp)
        bytes = end < line.endIndex ? Array(line[(end + 1)...]) : []
        endsLine = true
        isUnterminated = false
    }

    /// The same line, its text cut.
    func piece(_ bytes: some Collection<UInt8>, endsLine: Bool) -> PodLogLine {
        PodLogLine(time: time, nanoseconds: nanoseconds, bytes: Array(bytes), endsLine: endsLine)
    }

    var unterminated: PodLogLine {
        PodLogLine(time: time, nanoseconds: nanoseconds, bytes: bytes, endsLine: endsLine, isUnterminated: true)
    }

    private static func beyondMicroseconds(_ stamp: ArraySlice<UInt8>) -> UInt16 {
        guard let point = stamp.firstIndex(of: UInt8(ascii: ".")) else { return 0 }
        let digits = stamp[(point + 1)...].prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.dropFirst(6).prefix(3)
        var value: UInt16 = 0
        for index in 0..<3 { value = value * 10 + (index < digits.count ? UInt16(digits[digits.startIndex + index] - UInt8(ascii: "0")) : 0) }
        return value
    }
}
