import Core
import Reconciliation
import Synchronization

/// Wakes who reads: each waiter has a nudge of its own, so that none takes another's, and what is one container's wakes one reader.
///
/// It holds as many nudges as there are waiters right now; a nudge that nobody listens for is for the clock.
final class TailNudges: Sendable {
    enum Topic: Hashable, Sendable {
        /// Which containers of it are to be read.
        case app(AppID)
        case container(String)
    }

    private struct Inside {
        var last: UInt64 = 0
        var listeners: [Topic: [UInt64: Nudge]] = [:]
    }

    private let inside = Mutex(Inside())

    /// Wakes who listens to it.
    func callAsFunction(_ topic: Topic) {
        let nudges = inside.withLock { Array(($0.listeners[topic] ?? [:]).values) }
        for nudge in nudges { nudge() }
    }

    /// Wakes everybody: nobody knows what was missed.
    func all() {
        let nudges = inside.withLock { $0.listeners.values.flatMap(\.values) }
        for nudge in nudges { nudge() }
    }

    var isEmpty: Bool { inside.withLock { $0.listeners.isEmpty } }

    /// A nudge of one's own for as long as `body` runs.
    func listening<T>(to topic: Topic, _ body: (Nudge) async throws -> T) async rethrows -> T {
        let nudge = Nudge()
        let number = inside.withLock { inside in
            inside.last += 1
            inside.listeners[topic, default: [:]][inside.last] = nudge
            return inside.last
        }
        defer {
            inside.withLock { inside in
                inside.listeners[topic]?[number] = nil
                if inside.listeners[topic]?.isEmpty ?? false { inside.listeners[topic] = nil }
            }
        }
        return try await body(nudge)
    }
}
