import AdminServer
import CoreMetrics
import Foundation
import Telemetry
import Testing

@Suite struct MetricsRegistryTests {
    let registry = MetricsRegistry()

    private func lines() -> [String] { registry.exposition().split(separator: "\n").map(String.init) }

    @Test func `counters of one name are series by their labels`() {
        registry.makeCounter(label: "rpc.requests", dimensions: [("code", "ok"), ("a", "b")]).increment(by: 2)
        registry.makeCounter(label: "rpc.requests", dimensions: [("a", "b"), ("code", "ok")]).increment(by: 3)
        registry.makeCounter(label: "rpc.requests", dimensions: []).increment(by: 1)
        #expect(lines().contains("# TYPE rpc_requests_total counter"))
        #expect(lines().contains("rpc_requests_total{a=\"b\",code=\"ok\"} 5"))
        #expect(lines().contains("rpc_requests_total 1"))
    }

    @Test func `a timer is a histogram in seconds whose buckets add up`() {
        let timer = registry.makeTimer(label: "pass", dimensions: [("name", "x")])
        for milliseconds in [1, 30, 2_000, 3_600_000] { timer.recordNanoseconds(Int64(milliseconds) * 1_000_000) }
        #expect(lines().contains("# TYPE pass_seconds histogram"))
        #expect(lines().contains("pass_seconds_bucket{name=\"x\",le=\"0.001\"} 1"))
        #expect(lines().contains("pass_seconds_bucket{name=\"x\",le=\"0.05\"} 2"))
        #expect(lines().contains("pass_seconds_bucket{name=\"x\",le=\"600\"} 3"))
        #expect(lines().contains("pass_seconds_bucket{name=\"x\",le=\"+Inf\"} 4"))
        #expect(lines().contains("pass_seconds_count{name=\"x\"} 4"))
        #expect(lines().contains("pass_seconds_sum{name=\"x\"} 3602.031"))
    }

    @Test func `what is promised is there from the beginning, with its meaning`() {
        let registry = MetricsRegistry(describing: [
            MetricDescription("slipway_builds_total", .counter, ["outcome"], "Builds, in \\ and\nlines.")
        ])
        #expect(registry.exposition().hasPrefix("# HELP slipway_builds_total Builds, in \\\\ and\\nlines.\n# TYPE slipway_builds_total counter\n"))
        registry.makeCounter(label: "slipway_builds_total", dimensions: [("outcome", "succeeded")]).increment(by: 1)
        #expect(registry.exposition().contains("slipway_builds_total{outcome=\"succeeded\"} 1\n"))
        #expect(registry.exposition().components(separatedBy: "# TYPE slipway_builds_total").count == 2)
    }

    @Test func `gauges go both ways`() {
        let gauge = registry.makeMeter(label: "queue.depth", dimensions: [])
        gauge.set(5.0)
        gauge.decrement(by: 7.5)
        #expect(lines().contains("queue_depth -2.5"))
    }

    @Test func `label values are escaped`() {
        registry.makeCounter(label: "c", dimensions: [("v", "a\"b\\c\nd")]).increment(by: 1)
        #expect(lines().contains("c_total{v=\"a\\\"b\\\\c\\nd\"} 1"))
    }

    @Test func `a name keeps its first kind, and what breaks that is counted`() {
        registry.makeMeter(label: "thing_total", dimensions: []).set(Int64(1))
        registry.makeCounter(label: "thing", dimensions: []).increment(by: 9)
        #expect(lines().contains("thing_total 1"))
        #expect(lines().contains("slipway_metrics_refused_total 1"))
    }

    @Test func `series without end are refused at the bound`() {
        for number in 0..<(MetricsRegistry.seriesBound + 10) {
            registry.makeCounter(label: "leak", dimensions: [("id", String(number))]).increment(by: 1)
        }
        #expect(lines().filter { $0.hasPrefix("leak_total{") }.count == MetricsRegistry.seriesBound)
        #expect(lines().contains("slipway_metrics_refused_total 10"))
    }
}
