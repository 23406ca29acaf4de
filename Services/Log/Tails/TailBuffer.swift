import ContainerEngine
import Core
import Telemetry

/// Between the engine's stream and the database: cuts records into lines, drops what is beyond the app's limit, and is
/// bounded, so that a container waits instead of filling memory.
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
    private let gate: FloodGate
    private var skip: any RecordSkip
    private var hasToldLoss = false
    /// A file could not be read to its end: told where the next one begins.
    private var hasMissed = false
    private var joiner: LineJoiner
    private var flood: FloodCount
    private var hasDropped = false
    private var lines: [LogLine] = []
    private var bytes = 0
    private var lastTime: Timestamp
    private var openSince = ContinuousClock.now
    /// When the last record came.
    private var heardAt = ContinuousClock.now
    private var isFinished = false
    private let filled = Nudge()
    private let emptied = Nudge()

    init(_ tail: Tail, from mark: TailMark, _ gate: FloodGate) {
        self.tail = tail
        self.gate = gate
        skip = tail.pod == nil ? TailSkip(mark.cursor) : PodSkip(mark.cursor)
        joiner = LineJoiner(mark.open)
        flood = mark.flood
        lastTime = mark.cursor.count == 0 ? .now() : Timestamp(microseconds: mark.cursor.microseconds)
    }

    /// Waits while the buffer is full.
    func add(_ records: [LogRecord]) async {
        heardAt = .now
        for record in records {
            while lines.count >= Self.mostLines || bytes >= Self.mostBytes {
                filled()
                await emptied.wait(atMost: .milliseconds(200))
                if Task.isCancelled { return }
            }
            take(record)
        }
        filled()
    }

    /// Where it stands.
    var cursor: TailCursor { skip.cursor }

    /// What follows is of an answer that repeats what lies shortly before the cursor. Of a Pod's container.
    func beginReading() -> TailCursor {
        skip = PodSkip(skip.cursor)
        return skip.cursor
    }

    /// What follows is the next run's of a Pod's container; `isWhole` when the file before was read to its end.
    func beginFile(isWhole: Bool) {
        skip = PodSkip(skip.cursor, expectsAnotherFile: true)
        hasMissed = !isWhole
    }

    private func take(_ record: LogRecord) {
        let before = skip.cursor.microseconds
        guard skip.takes(record.time.microseconds) else { return }
        if skip.hasLostSome || hasMissed, !hasToldLoss {
            tellLoss(after: before, "the \(tail.pod == nil ? "engine" : "cluster")'s log of it had begun anew before they were read")
        }
        // Podman's API tells whole seconds. Such a record that has just come gets the time at which it came.
        lastTime = record.time
        if record.time.microseconds.isMultiple(of: 1_000_000) {
            let now = Timestamp.now()
            if now - record.time < .seconds(2) { lastTime = now }
        }
        let stream: LogLine.Stream = record.stream == .stderr ? .stderr : .stdout
        for piece in joiner.take(LogLine.clean(record.message), stream, endsLine: record.endsLine) { add(piece, stream) }
        if !record.endsLine { openSince = .now }
    }

    /// Nothing more comes; `endsLines` when not from a later reading either.
    func finish(endsLines: Bool) {
        if endsLines {
            flush()
            tellFlood()
        }
        isFinished = true
        filled()
    }

    /// What came since the last time; nil at the end.
    func take() async -> Batch? {
        while true {
            if Task.isCancelled { return nil }
            if ContinuousClock.now - openSince > Self.patience { flush() }
            // It may have fallen silent after a flood. What is read late is judged by its own time, and its end by silence too.
            let hasEnded = Timestamp.now().microseconds / 1_000_000 > flood.window + FloodLimit.seconds + 1
            if flood.dropped > 0, hasEnded, ContinuousClock.now - heardAt > Self.patience { tellFlood() }
            if !lines.isEmpty || hasDropped { break }
            if isFinished { return nil }
            await filled.wait(atMost: .seconds(1))
        }
        defer {
            lines = []
            bytes = 0
            hasDropped = false
            emptied()
        }
        return Batch(lines: lines, mark: TailMark(cursor: skip.cursor, open: joiner.open, flood: flood))
    }

    private func flush() {
        for (stream, message) in joiner.flush() { add(LinePiece(message), stream) }
    }

    private func add(_ piece: LinePiece, _ stream: LogLine.Stream) {
        let window = FloodCount.window(of: lastTime)
        if window != flood.window {
            tellFlood()
            flood = FloodCount(window: window)
        }
        flood.written += 1
        guard gate.admits(piece.message.count, of: tail.container, in: window) else {
            flood.dropped += 1
            hasDropped = true
            return
        }
        append(.instance, stream, piece.message, isPartial: piece.isPartial)
    }

    /// Says what was dropped, once a window.
    private func tellFlood() {
        guard let report = flood.report(tail.instance, gate.limit) else { return }
        Figures.dropped.increment("flood", by: Int(flood.dropped))
        flood.written -= flood.dropped
        flood.dropped = 0
        append(.platform, .stderr, Array(report.utf8))
    }

    /// The instance is gone, and nobody can say that it was read to its end.
    func tellGone() {
        flush()
        tellLoss(after: skip.cursor.microseconds, "it was gone before its output was read to the end")
    }

    private func tellLoss(after microseconds: Int64, _ reason: String) {
        hasToldLoss = true
        let since = microseconds == 0 ? "" : " after \(Timestamp(microseconds: microseconds).rfc3339)"
        append(.platform, .stderr, Array("lines of \(tail.instance)\(since) may be missing: \(reason)".utf8))
    }

    private func append(_ source: LogLine.Source, _ stream: LogLine.Stream, _ message: [UInt8], isPartial: Bool = false) {
        bytes += message.count
        lines.append(
            LogLine(
                time: lastTime, source: source, instance: tail.instance, stream: stream, message: message, deployment: tail.deployment,
                build: nil, isPartial: isPartial))
    }
}
