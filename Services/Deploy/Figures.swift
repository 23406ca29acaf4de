import ContainerEngine
import KubernetesClient
import Reconciliation
import Telemetry

/// What this service counts beyond what every service does.
enum Figures {
    static let pending = GaugeFamily("slipway_deployments_pending", "Deployments that wait for their turn.")
    static let oldest = GaugeFamily("slipway_deployments_pending_oldest_age_seconds", "How long the oldest of them has waited.")
    static let active = GaugeFamily("slipway_deployments_active", "Deployments on their way.")
    static let deployments = CounterFamily(
        "slipway_deployments_total", ["outcome", "trigger", "reason"], "Deployments that ended, by outcome (live, failed, cancelled), trigger and the reason of a failure.")
    static let duration = HistogramFamily(
        "slipway_deployment_duration_seconds", ["outcome", "trigger"], "From the request for a deployment to its end.")
    static let step = HistogramFamily(
        "slipway_deployment_step_duration_seconds", ["step", "outcome"], "The last attempt at a step, without what it waited for between looks.")
    static let instances = GaugeFamily("slipway_instances", ["state"], "Instances of apps, by state.")
    static let router = HistogramFamily(
        "slipway_router_request_duration_seconds", ["operation", "outcome"], "Requests to the router's API and writes of route files, by operation and outcome.")

    static let all: [any MetricFamily] =
        [pending, oldest, active, deployments, duration, step, instances, router] + EngineMetrics.all + KubernetesMetrics.all + LeaseMetrics.all
}
