/// Waits that double, with full jitter: a thousand clients that lost one server do not come back in step.
package struct Backoff: Sendable {
    private let first: Duration
    private let most: Duration
    private var ceiling: Duration

    package init(first: Duration, most: Duration) {
        self.first = first
        self.most = most
        ceiling = first
    }

    /// Somewhere between nothing and the ceiling, which doubles up to `most`.
    package mutating func next() -> Duration {
        let wait = Duration.microseconds(Int64.random(in: 0...max(0, ceiling.microseconds)))
        ceiling = min(most, ceiling * 2)
        return wait
    }

    /// Starts over, after a success.
    package mutating func reset() {
        ceiling = first
    }
}
