import ChangeFeed
import Messaging
import Postgres
import Reconciliation
import Telemetry
import AdminServer

/// What every service tells of itself.
enum HostMetrics {
    static let build = GaugeFamily("slipway_build_info", ["service", "version"], "1: which service this is, and of which version.")
    static let ready = GaugeFamily("slipway_ready", "1 while work sent here would be done, as /readyz says.")

    static let all: [MetricDescription] =
        ([build, ready] + MessagingMetrics.all + PostgresMetrics.all + ChangeFeedMetrics.all + ReconciliationMetrics.all).map(\.description)
        + AdminServer.metrics
}
