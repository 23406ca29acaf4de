import Core

/// When a watch tries again: at once after the server's clock, soon while nobody answers, later and later while it is refused.
struct WatchPace {
    /// Nobody answers: a server that restarts is back any moment, and asking costs it nothing.
    private var absent = Backoff(first: .milliseconds(200), most: .seconds(2))
    private var refused = Backoff(first: .milliseconds(800), most: .seconds(30))
    private var due: ContinuousClock.Instant?
    private var openedAt: ContinuousClock.Instant?
    private var expiredAt: ContinuousClock.Instant?
    private var brokenAt: String?

    /// Until the next try is due.
    mutating func wait() async throws(KubernetesError) {
        defer { due = nil }
        guard let due, due > .now else { return }
        try await pause(due - .now)
    }

    mutating func open() { openedAt = .now }

    /// An event, or a whole list.
    mutating func succeed() {
        absent.reset()
        refused.reset()
        brokenAt = nil
    }

    /// Without an error. A server that closes at once again and again is not asked at once again and again.
    mutating func close() {
        guard let openedAt, ContinuousClock.now - openedAt < .seconds(1) else { return }
        due = .now + refused.next()
    }

    mutating func fail(_ error: KubernetesError) {
        guard !error.isExpired else {
            // A list at once; the next one not before a second has passed.
            defer { expiredAt = .now }
            if let expiredAt { due = expiredAt + .seconds(1) }
            return
        }
        due = .now + (error.retryAfter ?? (error.isUnanswered ? absent.next() : refused.next()))
    }

    /// Whether an unreadable event was met at this very version before.
    mutating func isStuck(at version: String) -> Bool {
        defer { brokenAt = version }
        return brokenAt == version
    }
}
