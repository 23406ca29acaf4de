import Synchronization
import Telemetry

/// How many requests are being answered.
final class InFlight: Sendable {
    private let count = Mutex(0)

    func begin() { change(by: 1) }
    func end() { change(by: -1) }

    private func change(by step: Int) {
        count.withLock { count in
            count += step
            Figures.inFlight.set(count)
        }
    }
}
