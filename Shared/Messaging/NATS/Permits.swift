import Foundation

/// How many messages may be out at once. Taken by a thread of libnats, which may block; given back from anywhere.
///
/// Not a `DispatchSemaphore`, which traps when it is freed with fewer permits than it began with.
final class Permits: @unchecked Sendable {  // Safe: `free` and `isOpen` are touched under the condition's lock alone.
    private let condition = NSCondition()
    private var free: Int
    private var isOpen = true

    init(_ count: Int) {
        free = count
    }

    /// Blocks until there is a permit; at once, without one, after `release`.
    func take() {
        condition.lock()
        defer { condition.unlock() }
        while free <= 0 && isOpen { condition.wait() }
        free -= 1
    }

    /// How many are left; none while somebody waits.
    var left: Int {
        condition.lock()
        defer { condition.unlock() }
        return max(0, free)
    }

    func give() {
        condition.lock()
        free += 1
        condition.signal()
        condition.unlock()
    }

    /// Nobody blocks here any more.
    func release() {
        condition.lock()
        isOpen = false
        condition.broadcast()
        condition.unlock()
    }
}
