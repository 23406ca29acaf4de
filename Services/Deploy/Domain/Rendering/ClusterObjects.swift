import Core
import Kubernetes

/// What one release of an app is in a cluster.
struct ClusterObjects: Sendable, Equatable {
    var configMap: ConfigMap
    var secret: Kubernetes.Secret
    var service: Kubernetes.Service
    var deployment: Kubernetes.Deployment
    var ingress: Ingress
    var disruptionBudget: PodDisruptionBudget?
    var autoscaler: HorizontalPodAutoscaler?

    /// In the order in which they are applied: what the Pods need comes before them, who leads to them after.
    var all: [any KubernetesObject] {
        var all: [any KubernetesObject] = [configMap, secret, service, deployment, ingress]
        if let disruptionBudget { all.append(disruptionBudget) }
        if let autoscaler { all.append(autoscaler) }
        return all
    }

    /// What the Pods of this release read, as long as there are any.
    var contents: [any KubernetesObject] { [configMap, secret] }
}
