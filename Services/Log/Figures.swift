import ContainerEngine
import KubernetesClient
import Reconciliation
import Telemetry

/// What this service counts beyond what every service does.
enum Figures {
    static let stored = CounterFamily("slipway_log_lines_stored_total", ["source"], "Lines stored, by source: build, instance or platform.")
    static let repeated = CounterFamily("slipway_log_lines_repeated_total", "Lines that came a second time and were not stored again.")
    static let dropped = CounterFamily("slipway_log_lines_dropped_total", ["why"], "Lines that were not kept: of apps that are gone (deleted), or beyond what an app may write (flood).")
    static let tails = GaugeFamily("slipway_log_tails_open", "Containers whose output is being followed, over all replicas.")

    static let all: [any MetricFamily] = [stored, repeated, dropped, tails] + EngineMetrics.all + KubernetesMetrics.all + LeaseMetrics.all
}
