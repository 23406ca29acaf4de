import Kubernetes

/// What one release of an app is, as the objects that either runtime understands.
struct DesiredObjects: Sendable, Equatable {
    var deployment: Kubernetes.Deployment
    var service: Kubernetes.Service
    var ingress: Kubernetes.Ingress
    var configMap: Kubernetes.ConfigMap
    var secret: Kubernetes.Secret

    var all: [DesiredObject] {
        [.configMap(configMap), .secret(secret), .deployment(deployment), .service(service), .ingress(ingress)]
    }
}
