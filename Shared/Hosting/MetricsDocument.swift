import Core
import Telemetry

/// What `--metrics` prints, and what `Services/METRICS.md` is made from.
struct MetricsDocument {
    let service: String
    let metrics: [MetricDescription]

    var text: String {
        let rows: [JSONValue] = metrics.sorted { $0.name < $1.name }.map { metric in
            [
                "name": .string(metric.name), "type": .string(metric.kind.rawValue),
                "labels": .array(metric.labels.map { .string($0) }), "help": .string(metric.help),
            ]
        }
        let document: JSONValue = ["service": .string(service), "metrics": .array(rows)]
        return document.encoded(pretty: true) + "\n"
    }
}
