import Core
import Kubernetes

/// What one release of an app is in a cluster.
struct ClusterObjects: Sendable, Equatable {
    var configMap: ConfigMap
    var secret: Kubernetes.Secret
    var witness: ConfigMap
    var service: Kubernetes.Service
    var deployment: Kubernetes.Deployment
    var ingress: Ingress
    var disruptionBudget: PodDisruptionBudget?
    var autoscaler: HorizontalPodAutoscaler?

    /// In the order in which they are applied: what the Pods need comes before them. Those of one wave do not depend on one another.
    var waves: [[any KubernetesObject]] {
        var last: [any KubernetesObject] = [witness, deployment, ingress]
        if let disruptionBudget { last.append(disruptionBudget) }
        if let autoscaler { last.append(autoscaler) }
        return [[configMap, secret, service], last]
    }

    var all: [any KubernetesObject] { waves.flatMap { $0 } }

    /// What the Pods of this release read, as long as there are any.
    var contents: [any KubernetesObject] { [configMap, secret, witness] }
}
