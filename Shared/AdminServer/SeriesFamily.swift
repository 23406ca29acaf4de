import Telemetry

/// One metric name: its kind, and its series by their label text.
struct SeriesFamily: Sendable {
    let kind: MetricDescription.Kind
    var series: [String: any MetricSeries] = [:]
}

/// One line (or one histogram's lines) of the exposition.
protocol MetricSeries: AnyObject, Sendable {
    /// - Parameter labels: `a="b",c="d"`, or empty.
    func write(_ name: String, _ labels: String, to text: inout String)
}

extension MetricSeries {
    func line(_ name: String, _ labels: String, _ value: String) -> String {
        labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
    }
}
