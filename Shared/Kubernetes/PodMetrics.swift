/// metrics.k8s.io/v1beta1 PodMetrics: what the containers of a Pod use, where the cluster measures it.
package struct PodMetrics: KubernetesObject {
    package static let apiVersion = "metrics.k8s.io/v1beta1"
    package static let kind = "PodMetrics"
    package static let plural = "pods"

    package struct Container: Codable, Sendable, Equatable {
        package var name: String
        /// Quantities by resource: `cpu`, `memory`.
        package var usage: [String: String]

        package init(name: String, usage: [String: String]) {
            self.name = name
            self.usage = usage
        }
    }

    package var apiVersion: String? = PodMetrics.apiVersion
    package var kind: String? = PodMetrics.kind
    package var metadata: ObjectMeta
    package var containers: [Container]

    package init(metadata: ObjectMeta, containers: [Container]) {
        self.metadata = metadata
        self.containers = containers
    }
}
