import Core
import Synchronization

/// What wakes one stream: something to tell, or the end. Carries nothing, so that it cannot overflow.
final class StreamSignal: Sendable {
    private let nudge = Nudge()
    private let ended = Atomic(false)

    /// The gateway stops, or the client left.
    var isEnded: Bool { ended.load(ordering: .acquiring) }

    func wake() { nudge() }

    func end() {
        ended.store(true, ordering: .releasing)
        nudge()
    }

    /// Until woken, for `duration` at most.
    func wait(atMost duration: Duration) async {
        await nudge.wait(atMost: duration)
    }
}
