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
    /// When the connection was opened, until the first word comes over it.
    private var silentSince: ContinuousClock.Instant?
    /// Where the last connection ended over which no word had come.
    private var silentAt: String?

    /// Until the next try is due.
    mutating func wait() async throws(KubernetesError) {
        defer { due = nil }
        guard let due, due > .now else { return }
        try await pause(due - .now)
    }

    mutating func open() {
        openedAt = .now
        silentSince = openedAt
    }

    /// An event, or a whole list.
    mutating func succeed() {
        absent.reset()
        refused.reset()
        (brokenAt, silentAt, silentSince) = (nil, nil, nil)
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

    /// Whether a connection has ended over which no word came for most of the time that the server may be quiet, for the second time in a row
    /// at this very version. A server that restarts ends connections sooner.
    mutating func isDeaf(at version: String, _ stall: Duration) -> Bool {
        guard let silentSince, ContinuousClock.now - silentSince >= stall / 2 else { return false }
        defer { silentAt = silentAt == version ? nil : version }
        return silentAt == version
    }

    /// Whether an unreadable event was met at this very version before.
    mutating func isStuck(at version: String) -> Bool {
        defer { brokenAt = version }
        return brokenAt == version
    }
}
