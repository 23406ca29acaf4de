import Core

/// Between the engine's stream and the database: bounded, so that a container that floods waits instead of filling memory.
actor TailBuffer {
    struct Batch: Sendable {
        var lines: [LogLine] = []
        var cursor = TailCursor()
    }

    private static let most = 2_000
    private var batch = Batch()
    private var isFinished = false
    private let filled = Nudge()
    private let emptied = Nudge()

    /// Waits while the buffer is full.
    func add(_ line: LogLine, _ cursor: TailCursor) async {
        while batch.lines.count >= Self.most, !Task.isCancelled { await emptied.wait(atMost: .milliseconds(200)) }
        batch.lines.append(line)
        batch.cursor = cursor
        filled()
    }

    func finish() {
        isFinished = true
        filled()
    }

    /// What came since the last time; nil at the end.
    func take() async -> Batch? {
        while batch.lines.isEmpty {
            if isFinished || Task.isCancelled { return nil }
            await filled.wait(atMost: .seconds(1))
        }
        defer {
            batch.lines = []
            emptied()
        }
        return batch
    }
}
