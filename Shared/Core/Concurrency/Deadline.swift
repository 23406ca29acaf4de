/// The moment after which nobody waits for an answer any more. Absolute wall-clock time, because it travels in headers
/// from one process to the next; there is no "none": every wait in Slipway is bounded.
package struct Deadline: Sendable, Comparable, Hashable {
    package let unixMilliseconds: Int64

    package init(unixMilliseconds: Int64) {
        self.unixMilliseconds = unixMilliseconds
    }

    package static func after(_ duration: Duration) -> Deadline {
        Deadline(unixMilliseconds: Timestamp.now().microseconds / 1_000 + duration.milliseconds)
    }

    /// Time left; zero when it has passed.
    package var remaining: Duration {
        .milliseconds(max(0, unixMilliseconds - Timestamp.now().microseconds / 1_000))
    }

    package var hasPassed: Bool { remaining == .zero }

    package static func < (left: Deadline, right: Deadline) -> Bool { left.unixMilliseconds < right.unixMilliseconds }
}

/// Runs `body`, cancels it when the deadline passes, and then throws `Fault.timedOut` ("<what> took too long").
///
/// Structured: it returns when `body` has returned, so a body must heed cancellation.
package func withDeadline<T: Sendable>(
    _ deadline: Deadline, _ what: String, _ body: @Sendable @escaping () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T.self) { group in
        group.addTask { try await cancelling(at: deadline) { try await body() } }
        do {
            guard let value = try await group.next(), !deadline.hasPassed else { throw Fault.timedOut("\(what) took too long") }
            return value
        } catch {
            guard !deadline.hasPassed || Task.isCancelled else { throw Fault.timedOut("\(what) took too long") }
            throw error
        }
    }
}
