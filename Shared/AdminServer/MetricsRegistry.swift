package import CoreMetrics
import Synchronization
package import Telemetry

/// Every figure of the process, in the text format that Prometheus scrapes: a small backend for swift-metrics.
///
/// Counters, gauges and histograms with fixed buckets, which is all that this house counts. Handlers are shared by name
/// and labels and live as long as the process, so that a series never goes backwards. Two bounds keep a mistake from
/// filling the memory: a family has at most `seriesBound` series, and a name keeps its first kind. What would break
/// either is counted in `slipway_metrics_refused_total` and recorded nowhere.
package final class MetricsRegistry: MetricsFactory, Sendable {
    /// The version of the text format that `exposition()` writes.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"
    /// Series of one name beyond this are refused: a label with an id in it has no end.
    package static let seriesBound = 500

    static let refused = MetricDescription(
        "slipway_metrics_refused_total", .counter, "Series not kept: their family had too many, or another kind.")

    private struct State {
        var families: [String: SeriesFamily] = [:]
        var refused = 0
    }
    private let state = Mutex(State())

    private let descriptions: [String: MetricDescription]

    /// - Parameter descriptions: what the process promises to export: each is in the exposition with its HELP and TYPE from the
    ///   beginning, before anything was counted.
    package init(describing descriptions: [MetricDescription] = []) {
        self.descriptions = Dictionary(descriptions.map { ($0.name, $0) }) { first, _ in first }
        var families: [String: SeriesFamily] = [:]
        // What is read when asked writes its own lines.
        let own = Set(AdminServer.metrics.map(\.name))
        for description in descriptions where !own.contains(description.name) {
            families[description.name] = SeriesFamily(kind: description.kind)
        }
        state.withLock { $0.families = families }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        handler(MetricName.counter(label), .counter, dimensions, Counting.init)
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        handler(MetricName.counter(label), .counter, dimensions, FractionalCounting.init)
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        handler(MetricName.plain(label), .gauge, dimensions, Gauging.init)
    }

    package func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        if !aggregate { return handler(MetricName.plain(label), .gauge, dimensions, Gauging.init) }
        return handler(MetricName.plain(label), .histogram, dimensions) { Histogram(bounds: Histogram.sizes) }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        handler(MetricName.timer(label), .histogram, dimensions) { Histogram(bounds: Histogram.seconds) }
    }

    // Series outlive whoever made them: another part of the process may hold the same one.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All families by name, each with its type and its series by labels.
    package func exposition() -> String {
        let (families, refused) = state.withLock { (Array($0.families), $0.refused) }
        var text = ""
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let help = descriptions[name]?.help { text += "# HELP \(name) \(MetricName.help(help))\n" }
            text += "# TYPE \(name) \(family.kind.rawValue)\n"
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name, labels, to: &text)
            }
        }
        text += Self.refused.heading + "\(Self.refused.name) \(refused)\n"
        return text
    }

    /// The handler of this name and these labels; a new one outside the exposition where a bound says no.
    private func handler<Handler: MetricSeries>(
        _ name: String, _ kind: MetricDescription.Kind, _ dimensions: [(String, String)], _ make: () -> Handler
    ) -> Handler {
        let labels = MetricName.labels(dimensions)
        return state.withLock { state in
            var family = state.families[name] ?? SeriesFamily(kind: kind)
            if family.kind == kind, let known = family.series[labels] as? Handler { return known }
            let handler = make()
            guard family.kind == kind, family.series[labels] == nil, family.series.count < Self.seriesBound else {
                state.refused += 1
                return handler
            }
            family.series[labels] = handler
            state.families[name] = family
            return handler
        }
    }
}
