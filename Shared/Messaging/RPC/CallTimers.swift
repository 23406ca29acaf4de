internal import Core
internal import Metrics
internal import Synchronization

/// How long calls took, by subject and how they ended. Kept, because making a timer costs more than a record.
final class CallTimers: Sendable {
    private struct Key: Hashable {
        let subject: String
        let code: String
    }

    private let label: String
    private let timers = Mutex<[Key: Timer]>([:])

    init(_ label: String) {
        self.label = label
    }

    func record(_ subject: String, _ code: String, since start: ContinuousClock.Instant) {
        let key = Key(subject: subject, code: code)
        let timer = timers.withLock { timers in
            if let timer = timers[key] { return timer }
            let timer = Timer(label: label, dimensions: [("subject", subject), ("code", code)])
            timers[key] = timer
            return timer
        }
        timer.recordNanoseconds(Int64(clamping: (ContinuousClock.now - start).attoseconds / 1_000_000_000))
    }
}
