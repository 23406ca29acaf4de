import ContainerEngine
import Core

/// Between the engine's stream and the database: cuts records into lines, and is bounded, so that a container that floods
/// waits instead of filling memory.
actor TailBuffer {
    struct Batch: Sendable {
        var lines: [LogLine] = []
        var mark: TailMark
    }

    private static let mostLines = 2_000
    private static let mostBytes = 1 << 20
    /// A line that has not ended for so long is told as it is: somebody may be looking at a prompt.
    private static let patience = Duration.seconds(2)

    private let tail: Tail
    private var skip: TailSkip
    private var joiner: LineJoiner
    private var lines: [LogLine] = []
    private var bytes = 0
    private var lastTime: Timestamp
    private var openSince = ContinuousClock.now
    private var isFinished = false
    private let filled = Nudge()
    private let emptied = Nudge()

    init(_ tail: Tail, from mark: TailMark) {
        self.tail = tail
        skip = TailSkip(mark.cursor)
        joiner = LineJoiner(mark.open)
        lastTime = mark.cursor.count == 0 ? .now() : Timestamp(microseconds: mark.cursor.microseconds)
    }

    /// Waits while the buffer is full.
    func add(_ record: LogRecord) async {
        while lines.count >= Self.mostLines || bytes >= Self.mostBytes, !Task.isCancelled {
            await emptied.wait(atMost: .milliseconds(200))
        }
        guard !Task.isCancelled, skip.takes(record.time.microseconds) else { return }
        // Podman's API tells whole seconds. Such a record that has just come gets the time at which it came.
        let now = Timestamp.now()
        let isCoarse = record.time.microseconds.isMultiple(of: 1_000_000)
        lastTime = isCoarse && now - record.time < .seconds(2) ? now : record.time
        let stream: LogLine.Stream = record.stream == .stderr ? .stderr : .stdout
        for message in joiner.take(LogLine.clean(record.message), stream, endsLine: record.endsLine) { append(message, stream) }
        if !record.endsLine { openSince = .now }
        filled()
    }

    /// Nothing more comes; `endsLines` when not from a later reading either.
    func finish(endsLines: Bool) {
        if endsLines { flush() }
        isFinished = true
        filled()
    }

    /// What came since the last time; nil at the end.
    func take() async -> Batch? {
        while true {
            if Task.isCancelled { return nil }
            if ContinuousClock.now - openSince > Self.patience { flush() }
            if !lines.isEmpty { break }
            if isFinished { return nil }
            await filled.wait(atMost: .seconds(1))
        }
        defer {
            lines = []
            bytes = 0
            emptied()
        }
        return Batch(lines: lines, mark: TailMark(cursor: skip.cursor, open: joiner.open))
    }

    private func flush() {
        for (stream, message) in joiner.flush() { append(message, stream) }
    }

    private func append(_ message: [UInt8], _ stream: LogLine.Stream) {
        bytes += message.count
        lines.append(
            LogLine(
                time: lastTime, source: .instance, instance: tail.instance, stream: stream, message: message,
                deployment: tail.deployment, build: nil))
    }
}
