import Core

/// How often one account's password may be tried. What succeeds wipes the slate, so only guessing is slow.
enum LogInLimit {
    static let attempts = 5
    static let window = Duration.seconds(60)

    /// Whether another attempt may be made, given those within the window; a fault that says when otherwise.
    static func check(recent: [Timestamp], now: Timestamp) throws(Fault) {
        let counted = recent.filter { now - $0 < window }.sorted()
        guard counted.count >= attempts else { return }
        // The attempt whose leaving makes room again.
        let leaving = counted[counted.count - attempts]
        throw .exhausted("Too many attempts to log in to this account; wait a moment.", retryAfter: window - (now - leaving))
    }
}
