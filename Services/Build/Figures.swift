import ContainerEngine
import Core
import KubernetesClient
import Messages
import Reconciliation
import Telemetry

/// What this service counts beyond what every service does.
enum Figures {
    static let queued = GaugeFamily("slipway_builds_queued", "Builds that wait for a free worker.")
    static let oldest = GaugeFamily("slipway_builds_queued_oldest_age_seconds", "How long the oldest of them has waited.")
    static let active = GaugeFamily("slipway_builds_active", "Builds on their way.")
    static let builds = CounterFamily("slipway_builds_total", ["outcome", "reason"], "Builds that ended, by outcome and the reason of a failure.")
    static let duration = HistogramFamily("slipway_build_duration_seconds", ["outcome"], "From the first claim of a build to its end.")
    static let waited = HistogramFamily("slipway_build_queue_wait_seconds", "From the request for a build to its first claim.")
    static let due = GaugeFamily("slipway_sources_due", "Followed sources whose next look is overdue.")
    static let late = GaugeFamily("slipway_sources_overdue_seconds", "By how much the most overdue of them is.")
    static let dropped = CounterFamily("slipway_build_lines_dropped_total", "Lines of builds that were not kept, because the log service was away for too long.")
    static let collectedImages = CounterFamily("slipway_collected_images_total", ["place"], "Images removed because nothing needed them, from the registry and the engine.")
    static let collectedBytes = CounterFamily("slipway_collected_bytes_total", ["place"], "What that freed on the disks of both.")

    static let all: [any MetricFamily] =
        [queued, oldest, active, builds, duration, waited, due, late, dropped, collectedImages, collectedBytes] + EngineMetrics.all + KubernetesMetrics.all + LeaseMetrics.all

    static func ended(_ build: Build) {
        builds.increment(build.status.rawValue, build.failure?.reason ?? "")
        guard let finished = build.finished, let started = build.started else { return }
        duration.observe(finished - started, build.status.rawValue)
        waited.observe(started - build.created)
    }
}
