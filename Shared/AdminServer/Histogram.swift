import CoreMetrics
import Synchronization

/// Observations in fixed buckets. Fixed, so that figures of all replicas and all versions can be added up.
final class Histogram: MetricSeries, TimerHandler, RecorderHandler {
    /// For times: from half a millisecond (a question on loopback) to ten minutes (a build).
    static let seconds: [Double] = [
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600,
    ]
    /// For amounts: rows, bytes, depths of queues.
    static let sizes: [Double] = [
        0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000,
    ]

    private struct Tally {
        var counts: [UInt64]
        var sum = 0.0
    }
    private let bounds: [Double]
    private let tally: Mutex<Tally>

    init(bounds: [Double]) {
        self.bounds = bounds
        tally = Mutex(Tally(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1_000_000_000) }
    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        guard !value.isNaN else { return }
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        tally.withLock { tally in
            tally.counts[bucket] += 1
            tally.sum += value
        }
    }

    func write(_ name: String, _ labels: String, to text: inout String) {
        let tally = tally.withLock { $0 }
        var seen: UInt64 = 0
        for (index, count) in tally.counts.enumerated() {
            seen += count
            let bound = index < bounds.count ? MetricNumber.text(bounds[index]) : "+Inf"
            let label = labels.isEmpty ? "le=\"\(bound)\"" : "\(labels),le=\"\(bound)\""
            text += line(name + "_bucket", label, String(seen))
        }
        text += line(name + "_sum", labels, MetricNumber.text(tally.sum))
        text += line(name + "_count", labels, String(seen))
    }
}
