package import Telemetry

/// What the pool tells of itself.
package enum PostgresMetrics {
    static let size = GaugeFamily("slipway_postgres_pool_size", "Connections that the pool may have.")
    static let connections = GaugeFamily("slipway_postgres_pool_connections", ["state"], "Connections of the pool, by state: in_use or idle.")
    static let waiters = GaugeFamily("slipway_postgres_pool_waiters", "Callers that wait for a connection now.")
    static let waited = HistogramFamily("slipway_postgres_pool_wait_seconds", "How long callers waited for a connection, of those that had to.")
    static let refused = CounterFamily("slipway_postgres_pool_refused_total", "Callers sent away, because too many waited or for too long.")

    package static let all: [any MetricFamily] = [size, connections, waiters, waited, refused]
}
