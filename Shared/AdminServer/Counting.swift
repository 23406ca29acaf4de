import CoreMetrics
import Synchronization

/// A whole number that only grows; it stays at the top rather than overflow.
final class Counting: MetricSeries, CounterHandler {
    private let value = Mutex<Int64>(0)

    func increment(by amount: Int64) {
        value.withLock { value in
            let (sum, overflow) = value.addingReportingOverflow(amount)
            value = overflow ? .max : sum
        }
    }

    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, _ labels: String, to text: inout String) {
        text += line(name, labels, String(value.withLock { $0 }))
    }
}

/// The same for amounts with a fraction.
final class FractionalCounting: MetricSeries, FloatingPointCounterHandler {
    private let value = Mutex<Double>(0)

    func increment(by amount: Double) {
        guard amount.isFinite, amount >= 0 else { return }
        value.withLock { $0 += amount }
    }

    func reset() { value.withLock { $0 = 0 } }

    func write(_ name: String, _ labels: String, to text: inout String) {
        text += line(name, labels, String(value.withLock { $0 }))
    }
}
