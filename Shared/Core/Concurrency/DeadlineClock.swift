internal import Dispatch
internal import Synchronization

/// Rings at deadlines: for thousands of requests that nearly all end long before theirs.
///
/// A timer each, or a sleeping task each, would wake a thread at every request. Here is one timer, armed for the earliest;
/// a later deadline only adds to the table, and a request that ends takes its bell out again. The timer stays as it was armed:
/// it finds nothing to ring, and arms for what follows. The precision is 8 ms, never early.
package final class DeadlineClock: Sendable {
    /// A bell in the table.
    package struct Ticket: Sendable {
        fileprivate let tick: Int64
        fileprivate let number: UInt64
    }

    private static let tick: Int64 = 8

    private struct Inside {
        var bells: [Int64: [UInt64: @Sendable () -> Void]] = [:]
        var last: UInt64 = 0
        var armed = Int64.max
        /// Of the timer that counts; those before it find that another has taken over.
        var timer: UInt64 = 0

        mutating func arm(_ tick: Int64) -> UInt64? {
            armed = tick
            guard tick != .max else { return nil }
            timer += 1
            return timer
        }
    }

    /// One for the whole process is enough.
    package static let shared = DeadlineClock()

    private let inside = Mutex(Inside())
    private let queue = DispatchQueue(label: "deadlines")

    /// `bell` must be short.
    @discardableResult
    package func ring(at deadline: Deadline, _ bell: @escaping @Sendable () -> Void) -> Ticket {
        let tick = deadline.unixMilliseconds / Self.tick + 1
        let (number, timer) = inside.withLock { inside in
            inside.last += 1
            inside.bells[tick, default: [:]][inside.last] = bell
            return (inside.last, tick < inside.armed ? inside.arm(tick) : nil)
        }
        if let timer { arm(timer, tick) }
        return Ticket(tick: tick, number: number)
    }

    /// It does not ring any more, unless it is ringing right now.
    package func cancel(_ ticket: Ticket) {
        inside.withLock { inside in
            _ = inside.bells[ticket.tick]?.removeValue(forKey: ticket.number)
            if inside.bells[ticket.tick]?.isEmpty == true { inside.bells[ticket.tick] = nil }
        }
    }

    private func arm(_ timer: UInt64, _ tick: Int64) {
        // The timer's clock is not the deadlines': one that is set forward is noticed within these two seconds.
        let wait = min(Deadline(unixMilliseconds: tick * Self.tick).remaining, .seconds(2))
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(clamping: wait.milliseconds))) { [weak self] in self?.fire(timer) }
    }

    private func fire(_ timer: UInt64) {
        let now = Deadline.after(.zero).unixMilliseconds / Self.tick
        let (bells, next, tick): ([@Sendable () -> Void], UInt64?, Int64) = inside.withLock { inside in
            guard timer == inside.timer else { return ([], nil, .max) }
            let due = inside.bells.keys.filter { $0 <= now }
            let bells = due.sorted().flatMap { inside.bells.removeValue(forKey: $0).map { Array($0.values) } ?? [] }
            return (bells, inside.arm(inside.bells.keys.min() ?? .max), inside.armed)
        }
        for bell in bells { bell() }
        if let next { arm(next, tick) }
    }
}

/// Runs `body`, and cancels the task that runs it at the deadline. Costs no task of its own, unlike `withDeadline`.
package func cancelling<T>(at deadline: Deadline, _ clock: DeadlineClock = .shared, _ body: () async throws -> T) async rethrows -> T {
    try await withUnsafeCurrentTask { task in
        let cancellation = Cancellation(task)
        let ticket = clock.ring(at: deadline) { cancellation.cancel() }
        defer {
            clock.cancel(ticket)
            cancellation.end()
        }
        return try await body()
    }
}

/// A way to cancel a task, for as long as that task says.
private final class Cancellation: Sendable {
    private struct Running: @unchecked Sendable {  // Safe: `cancel` is meant for other tasks; used only before `end`, under the lock.
        let task: UnsafeCurrentTask
    }

    private let running: Mutex<Running?>

    init(_ task: UnsafeCurrentTask?) {
        running = Mutex(task.map { Running(task: $0) })
    }

    func cancel() { running.withLock { $0?.task.cancel() } }
    func end() { running.withLock { $0 = nil } }
}
