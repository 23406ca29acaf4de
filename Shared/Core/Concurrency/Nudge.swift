import Synchronization

/// "Look again": wakes a loop that otherwise waits for the clock. It carries nothing, so a hundred nudges are one.
///
/// Meant for one loop: a nudge while nobody waits is kept for the next `wait`. Where several loops must wake,
/// give each its own and make one that wakes them all: `Nudge(waking: [queue, sweep])`.
package struct Nudge: Sendable {
    private let state = NudgeState()
    private let others: [Nudge]

    package init() {
        others = []
    }

    /// A nudge that passes itself on.
    package init(waking others: [Nudge]) {
        self.others = others
    }

    package func callAsFunction() {
        state.nudge()
        for other in others { other() }
    }

    /// Nudges when `pause` is over, for what is due then: a clock that looks more often than that would find nothing.
    package func callAsFunction(after pause: Duration) {
        guard pause > .zero else { return self() }
        DeadlineClock.shared.ring(at: .after(pause)) { self() }
    }

    /// Returns on a nudge (at once when one came since the last wait), after `atMost`, or when the task is cancelled.
    package func wait(atMost: Duration) async {
        guard !state.takePending() else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await state.wait() }
            group.addTask { try? await Task.sleep(for: atMost) }
            await group.next()
            group.cancelAll()
        }
    }
}

private final class NudgeState: Sendable {
    private struct Inside {
        var isPending = false
        var nextTicket = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let inside = Mutex(Inside())

    func takePending() -> Bool {
        inside.withLock { inside in
            defer { inside.isPending = false }
            return inside.isPending
        }
    }

    func nudge() {
        let waiting = inside.withLock { inside in
            let waiting = inside.waiting
            inside.waiting = [:]
            if waiting.isEmpty { inside.isPending = true }
            return waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    func wait() async {
        let ticket = inside.withLock { inside in
            inside.nextTicket += 1
            return inside.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = inside.withLock { inside in
                    if inside.isPending || Task.isCancelled {
                        // A cancelled wait leaves a pending nudge for the next one.
                        if !Task.isCancelled { inside.isPending = false }
                        return true
                    }
                    inside.waiting[ticket] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            inside.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
