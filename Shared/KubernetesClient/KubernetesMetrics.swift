package import Telemetry

/// What the API server is asked, and how it went.
package enum KubernetesMetrics {
    static let requests = HistogramFamily(
        "slipway_kubernetes_request_duration_seconds", ["verb", "kind", "outcome"],
        "Requests to the API server until the answer (a stream's head), by verb, kind and outcome: a status class, or no_answer.")
    static let events = CounterFamily("slipway_kubernetes_watch_events_total", ["kind"], "Events that watches brought, bookmarks counted, by kind.")
    static let interruptions = CounterFamily(
        "slipway_kubernetes_watch_interruptions_total", ["kind", "reason"],
        "Watches that ended otherwise than by the server's clock, by kind and reason: expired, refused, broken, no_answer.")

    package static let all: [any MetricFamily] = [requests, events, interruptions]

    static func outcome(_ status: Int?) -> String {
        guard let status, status > 0 else { return "no_answer" }
        return "\(status / 100)xx"
    }
}
