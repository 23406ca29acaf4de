internal import Core
internal import Dispatch
internal import Synchronization

/// Rings at deadlines: for thousands of requests that nearly all end long before theirs.
///
/// A timer each, or a sleeping task each, would wake a thread at every request. Here is one timer, armed for the earliest;
/// a later deadline only adds to the table, and a request that ended leaves its bell there, which then rings for nothing.
/// The precision is 8 ms, never early.
final class DeadlineClock: Sendable {
    private static let tick: Int64 = 8

    private struct Inside {
        var bells: [Int64: [@Sendable () -> Void]] = [:]
        var armed = Int64.max
    }

    private let inside = Mutex(Inside())
    private let queue = DispatchQueue(label: "deadlines")

    /// `bell` must be short, and do nothing when it comes too late.
    func ring(at deadline: Deadline, _ bell: @escaping @Sendable () -> Void) {
        let tick = deadline.unixMilliseconds / Self.tick + 1
        let mustArm = inside.withLock { inside in
            inside.bells[tick, default: []].append(bell)
            guard tick < inside.armed else { return false }
            inside.armed = tick
            return true
        }
        if mustArm { arm(tick) }
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
            let bells = due.sorted().flatMap { inside.bells.removeValue(forKey: $0) ?? [] }
            inside.armed = inside.bells.keys.min() ?? .max
            return (bells, inside.armed)
        }
        for bell in bells { bell() }
        if next != .max { arm(next) }
    }
}

/// Runs `body`, and cancels the task that runs it at the deadline. Costs no task of its own, unlike `withDeadline`.
func cancelling<T>(at deadline: Deadline, _ clock: DeadlineClock, _ body: () async throws -> T) async rethrows -> T {
    try await withUnsafeCurrentTask { task in
        let cancellation = Cancellation(task)
        clock.ring(at: deadline) { cancellation.cancel() }
        defer { cancellation.end() }
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
