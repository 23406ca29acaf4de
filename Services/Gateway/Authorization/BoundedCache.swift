import Core
import Synchronization

/// Answers kept for a short while. Never holds more than `capacity`: when full, what has expired goes, and if nothing
/// has, everything goes, which costs questions and nothing else.
final class BoundedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let until: ContinuousClock.Instant
    }

    private let capacity: Int
    private let lifetime: Duration
    private let entries = Mutex<[Key: Entry]>([:])

    init(capacity: Int, lifetime: Duration) {
        self.capacity = capacity
        self.lifetime = lifetime
    }

    /// The kept answer, or a new one. Its age is counted from before the question, so that it is never older than
    /// `lifetime`. Faults are not kept.
    func value(of key: Key, _ load: () async throws(Fault) -> Value) async throws(Fault) -> Value {
        let now = ContinuousClock.now
        if let entry = entries.withLock({ $0[key] }), entry.until > now { return entry.value }
        let value = try await load()
        keep(value, of: key, from: now)
        return value
    }

    /// The same for an answer that is made here and now.
    func value(of key: Key, _ make: () -> Value) -> Value {
        let now = ContinuousClock.now
        if let entry = entries.withLock({ $0[key] }), entry.until > now { return entry.value }
        let value = make()
        keep(value, of: key, from: now)
        return value
    }

    /// The kept answer, while it is young enough.
    func kept(_ key: Key) -> Value? {
        let now = ContinuousClock.now
        return entries.withLock { $0[key] }.flatMap { $0.until > now ? $0.value : nil }
    }

    func forget(_ key: Key) {
        entries.withLock { _ = $0.removeValue(forKey: key) }
    }

    var count: Int { entries.withLock { $0.count } }

    func keep(_ value: Value, of key: Key, from now: ContinuousClock.Instant = .now) {
        let entry = Entry(value: value, until: now + lifetime)
        entries.withLock { entries in
            if entries.count >= capacity {
                entries = entries.filter { $0.value.until > now }
                if entries.count >= capacity { entries.removeAll(keepingCapacity: true) }
            }
            entries[key] = entry
        }
    }
}
