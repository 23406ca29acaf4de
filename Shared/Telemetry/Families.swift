internal import Metrics

/// Counts what happened. The name ends in `_total`.
package final class CounterFamily: MetricFamily {
    package let description: MetricDescription
    private let series = SeriesByLabels<Counter>()

    package convenience init(_ name: String, _ help: String) { self.init(name, [], help) }

    package init(_ name: String, _ labels: [String], _ help: String) {
        description = MetricDescription(name, .counter, labels, help)
    }

    /// - Parameter values: of the labels, in their order.
    package func increment(_ values: String..., by amount: Int = 1) {
        series.of(values) { Counter(label: description.name, dimensions: description.dimensions(values)) }.increment(by: Int64(amount))
    }
}

/// A figure that goes up and down.
package final class GaugeFamily: MetricFamily {
    package let description: MetricDescription
    private let series = SeriesByLabels<Meter>()

    package convenience init(_ name: String, _ help: String) { self.init(name, [], help) }

    package init(_ name: String, _ labels: [String], _ help: String) {
        description = MetricDescription(name, .gauge, labels, help)
    }

    package func set(_ value: Double, _ values: String...) {
        series.of(values) { Meter(label: description.name, dimensions: description.dimensions(values)) }.set(value)
    }

    package func set(_ value: Int, _ values: String...) {
        series.of(values) { Meter(label: description.name, dimensions: description.dimensions(values)) }.set(Double(value))
    }
}

/// How long things took, in fixed buckets, so that figures of all replicas can be added up. The name ends in `_seconds`.
package final class HistogramFamily: MetricFamily {
    package let description: MetricDescription
    private let series = SeriesByLabels<Timer>()

    package convenience init(_ name: String, _ help: String) { self.init(name, [], help) }

    package init(_ name: String, _ labels: [String], _ help: String) {
        description = MetricDescription(name, .histogram, labels, help)
    }

    package func observe(_ duration: Duration, _ values: String...) {
        observe(duration, values)
    }

    package func observe(since start: ContinuousClock.Instant, _ values: String...) {
        observe(ContinuousClock.now - start, values)
    }

    private func observe(_ duration: Duration, _ values: [String]) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = min(seconds, 9_000_000_000) * 1_000_000_000 + attoseconds / 1_000_000_000
        series.of(values) { Timer(label: description.name, dimensions: description.dimensions(values)) }.recordNanoseconds(nanoseconds)
    }
}

private extension MetricDescription {
    func dimensions(_ values: [String]) -> [(String, String)] {
        assert(values.count == labels.count, "\(name) has the labels \(labels), not \(values.count)")
        return Array(zip(labels, values))
    }
}
