import Core
import Kubernetes
import KubernetesClient

extension ClusterRuntime {
    /// From the metrics API, where the cluster has one: averages of the last half minute or so.
    func usage(of instances: [Instance]) async -> [InstanceID: Usage] {
        let running = instances.filter { $0.pod != nil && $0.state == .serving }
        guard let namespace = running.first?.pod?.namespace, let app = running.first?.app else { return [:] }
        let scope = ResourceScope(namespace: namespace, labels: [Labels.app: app.description])
        guard let metrics = try? await client.list(PodMetrics.self, scope, deadline: .milliseconds(1_500)).items else { return [:] }
        let limits = caches.deployments.objects(labels: [Labels.app: app.description]).first?.spec.template.spec.containers
            .first { $0.name == Rendering.container }?.resources?.limits
        let limit = limits?["memory"].flatMap(Quantity.bytes) ?? 0
        var usage: [InstanceID: Usage] = [:]
        for instance in running {
            guard let measured = metrics.first(where: { $0.metadata.name == instance.pod?.name })?.containers.first(where: { $0.name == Rendering.container })
            else { continue }
            usage[instance.id] = Usage(
                cpuMillicores: measured.usage["cpu"].flatMap(Quantity.cpuMillis) ?? 0,
                memoryBytes: measured.usage["memory"].flatMap(Quantity.bytes) ?? 0, memoryLimit: limit)
        }
        return usage
    }
}
