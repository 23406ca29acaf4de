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
    }

    /// One for the whole process is enough.
    package static let shared = DeadlineClock()

    private let inside = Mutex(Inside())
    private let queue = DispatchQueue(label: "deadlines")

    /// `bell` must be short.
    @discardableResult
    package func ring(at deadline: Deadline, _ bell: @escaping @Sendable () -> Void) -> Ticket {
        let tick = deadline.unixMilliseconds / Self.tick + 1
        let (number, mustArm) = inside.withLock { inside in
            inside.last += 1
            inside.bells[tick, default: [:]][inside.last] = bell
            guard tick < inside.armed else { return (inside.last, false) }
            inside.armed = tick
            return (inside.last, true)
        }
        if mustArm { arm(tick) }
        return Ticket(tick: tick, number: number)
    }

    /// It does not ring any more, unless it is ringing right now.
    package func cancel(_ ticket: Ticket) {
        inside.withLock { inside in
            _ = inside.bells[ticket.tick]?.removeValue(forKey: ticket.number)
            if inside.bells[ticket.tick]?.isEmpty == true { inside.bells[ticket.tick] = nil }
        }
    }

    private func arm(_ tick: Int64) {
        let wait = Deadline(unixMilliseconds: tick * Self.tick).remaining
        queue.asyncAfter(deadline: .now() + .milliseconds(Int(clamping: wait.milliseconds))) { [weak self] in self?.fire(tick) }
    }

    private func fire(_ tick: Int64) {
        let now = Deadline.after(.zero).unixMilliseconds / Self.tick
        let (bells, next): ([@Sendable () -> Void], Int64) = inside.withLock { inside in
            // Overtaken by an earlier deadline, whose own timer arms what follows it.
            guard tick == inside.armed else { return ([], .max) }
            let due = inside.bells.keys.filter { $0 <= now }
            let bells = due.sorted().flatMap { inside.bells.removeValue(forKey: $0).map { Array($0.values) } ?? [] }
            inside.armed = inside.bells.keys.min() ?? .max
            return (bells, inside.armed)
        }
        for bell in bells { bell() }
        if next != .max { arm(next) }
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
