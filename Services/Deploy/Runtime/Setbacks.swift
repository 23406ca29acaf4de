import Core
import Synchronization

/// What has failed again and again, and how long each is left alone: longer each time, up to half a minute unless another limit is given, and not
/// in step with others.
final class Setbacks<Key: Hashable & Sendable>: Sendable {
    private struct Row {
        var backoff: Backoff
        var due = ContinuousClock.now
    }

    private static var least: Duration { .milliseconds(500) }

    private let most: Duration
    private let rows = Mutex<[Key: Row]>([:])

    init(most: Duration = .seconds(30)) { self.most = most }

    /// How long to leave it alone, and whether it had not failed before.
    func note(_ key: Key) -> (pause: Duration, isFirst: Bool) {
        rows.withLock { rows in
            let isFirst = rows[key] == nil
            var row = rows[key] ?? Row(backoff: Backoff(first: .seconds(1), most: most))
            let pause = Self.least + row.backoff.next()
            row.due = .now + pause
            rows[key] = row
            return (pause, isFirst)
        }
    }

    /// Whether it may be tried again.
    func isDue(_ key: Key) -> Bool { rows.withLock { $0[key].map { $0.due <= .now } ?? true } }

    var keys: [Key] { rows.withLock { Array($0.keys) } }

    func forget(_ key: Key) { rows.withLock { _ = $0.removeValue(forKey: key) } }

    /// Those that nobody has tried again for so long.
    func drop(overdue time: Duration) { rows.withLock { rows in rows = rows.filter { $0.value.due + time > .now } } }

    func keep(only keys: Set<Key>) { rows.withLock { rows in rows = rows.filter { keys.contains($0.key) } } }
}
