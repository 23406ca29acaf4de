package import Telemetry

/// What the feed tells of itself.
package enum ChangeFeedMetrics {
    static let lag = GaugeFamily("slipway_feed_lag_seconds", ["producer"], "How old the last fact of a producer was when it was read; 0 when all is read.")
    static let lastRead = GaugeFamily("slipway_feed_last_read_timestamp_seconds", ["producer"], "When a producer's feed was last read to its end, as Unix time.")
    static let failures = CounterFamily("slipway_feed_read_failures_total", ["producer"], "Attempts to read a producer's feed, or to apply a fact of it, that failed.")
    static let parked = GaugeFamily("slipway_feed_parked_changes", ["producer"], "Facts that failed six times and were put aside; a person has to look.")
    static let unpublished = GaugeFamily("slipway_feed_unpublished_changes", "Facts of this service whose hint has not been published.")

    package static let all: [any MetricFamily] = [lag, lastRead, failures, parked, unpublished]
}
