package import Telemetry

/// What the engine and the registry are asked, and how it went.
package enum EngineMetrics {
    static let engine = HistogramFamily(
        "slipway_engine_request_duration_seconds", ["operation", "outcome"],
        "Requests to the container engine until the answer (a stream's head), by operation and outcome: a status class, or no_answer.")
    static let registry = HistogramFamily(
        "slipway_registry_request_duration_seconds", ["operation", "outcome"], "Requests to the registry, by operation and outcome: a status class, or no_answer.")

    package static let all: [any MetricFamily] = [engine, registry]

    /// "GET /containers/*/json": what a path names is left out, so that the words are few.
    static func operation(_ method: String, _ path: String) -> String {
        var words: [Substring] = []
        for word in path.split(separator: "/") {
            let known = Self.words.contains(word) ? word : "*"
            if known != "*" || words.last != "*" { words.append(known) }
        }
        // The version in front.
        if words.first == "*" { words.removeFirst() }
        return method + " /" + words.joined(separator: "/")
    }

    static func outcome(_ status: Int?) -> String {
        guard let status, status > 0 else { return "no_answer" }
        return "\(status / 100)xx"
    }

    private static let words: Set<Substring> = [
        "containers", "images", "networks", "volumes", "exec", "build", "create", "json", "start", "stop", "kill", "wait", "logs", "stats",
        "push", "pull", "tag", "prune", "info", "version", "_ping", "libpod", "connect", "disconnect", "top", "archive", "restart", "get", "system", "df",
    ]
}
