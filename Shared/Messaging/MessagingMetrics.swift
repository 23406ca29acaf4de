package import Telemetry

/// What the bus tells of itself.
package enum MessagingMetrics {
    static let answered = HistogramFamily(
        "slipway_rpc_server_request_duration_seconds", ["subject", "outcome"], "Requests answered, by subject and outcome (ok or a fault's code).")
    static let expired = CounterFamily(
        "slipway_rpc_server_expired_total", ["subject"], "Requests dropped because nobody waited for the answer any more.")
    static let called = HistogramFamily(
        "slipway_rpc_client_request_duration_seconds", ["subject", "outcome"], "Calls to other services, by subject and outcome.")
    static let outstanding = GaugeFamily("slipway_rpc_client_outstanding", "Calls to other services that have not ended.")
    static let connected = GaugeFamily("slipway_nats_connected", "1 while connected to NATS.")
    static let reconnects = CounterFamily("slipway_nats_reconnects_total", "Connections to NATS that were lost and made again.")
    static let slow = CounterFamily("slipway_nats_slow_consumers_total", "Times that messages were dropped because they came faster than they were handled.")
    static let capacity = GaugeFamily("slipway_nats_mailbox_capacity", ["subscription"], "Messages that may be handled at once, by subscription.")
    static let used = GaugeFamily("slipway_nats_mailbox_used", ["subscription"], "Messages being handled now, by subscription; at the capacity, the next ones wait.")

    package static let all: [any MetricFamily] = [answered, expired, called, outstanding, connected, reconnects, slow, capacity, used]
}
