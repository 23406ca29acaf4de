import Core
import Messages
import Synchronization

/// What one follower has not taken yet. When full it is emptied and says so: the follower then reads from its cursor.
final class LogBuffer: Sendable {
    static let mostLines = 2_000

    private struct State {
        var batches: [Proto.LiveLines] = []
        var lines = 0
        var hasOverflowed = false
    }

    private let signal: StreamSignal
    private let state = Mutex(State())

    init(signal: StreamSignal) {
        self.signal = signal
    }

    func add(_ batch: Proto.LiveLines) {
        state.withLock { state in
            state.lines += batch.lines.count
            if state.lines > Self.mostLines {
                state = State(hasOverflowed: true)
            } else {
                state.batches.append(batch)
            }
        }
        signal.wake()
    }

    /// Everything since the last time; and whether something was dropped before it.
    func take() -> (batches: [Proto.LiveLines], hasOverflowed: Bool) {
        state.withLock { state in
            defer { state = State() }
            return (state.batches, state.hasOverflowed)
        }
    }
}
