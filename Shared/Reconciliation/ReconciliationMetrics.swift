package import Telemetry

/// What reconcilers and worker pools tell of themselves.
package enum ReconciliationMetrics {
    static let pass = HistogramFamily("slipway_reconciler_pass_duration_seconds", ["reconciler"], "How long a pass took.")
    static let lastPass = GaugeFamily("slipway_reconciler_last_pass_timestamp_seconds", ["reconciler"], "When a pass last succeeded, as Unix time.")
    static let failures = CounterFamily("slipway_reconciler_failures_total", ["reconciler"], "Passes that failed.")
    static let running = GaugeFamily("slipway_workers_running", ["pool"], "Rows being worked on by this process.")
    static let width = GaugeFamily("slipway_workers_max", ["pool"], "Rows that this process works on at once, at most.")

    package static let all: [any MetricFamily] = [pass, lastPass, failures, running, width]
}

/// What services tell of the leases in their tables.
package enum LeaseMetrics {
    package static let held = GaugeFamily("slipway_leases_held", ["work"], "Rows under a lease, over all replicas, by kind of work.")
    package static let age = GaugeFamily(
        "slipway_lease_heartbeat_age_seconds", ["work"], "Time since the oldest heartbeat of a held lease; beyond the 15 s of a lease another replica takes the row.")

    package static let all: [any MetricFamily] = [held, age]
}
