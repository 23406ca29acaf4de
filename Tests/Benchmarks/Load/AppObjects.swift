import Kubernetes

/// What one app with two to four instances is in a cluster, of usual size.
enum AppObjects {
    static func named(_ name: String, in namespace: String) -> [any KubernetesObject] {
        let labels = ["app.kubernetes.io/name": name, "app.kubernetes.io/managed-by": "slipway", "slipway.app": name]
        func metadata(_ suffix: String = "") -> ObjectMeta { ObjectMeta(name: name + suffix, namespace: namespace, labels: labels) }
        let selector = LabelSelector(matchLabels: ["slipway.app": name])
        return [
            ConfigMap(metadata: metadata("-config"), data: ["PORT": "8080", "MODE": "production", "REGION": "north"]),
            Kubernetes.Secret(metadata: metadata("-secret"), data: ["TOKEN": "c2VjcmV0LXZhbHVlLW9mLXNvbWUtbGVuZ3Ro", "URL": "cG9zdGdyZXM6Ly9kYg=="]),
            Kubernetes.Service(
                metadata: metadata(), spec: .init(selector: ["slipway.app": name], ports: [.init(name: "http", port: 80, targetPort: .string("http"))])),
            ConfigMap(metadata: metadata("-secret"), data: nil),
            Deployment(metadata: metadata(), spec: deployment(name, labels, selector)),
            Ingress(
                metadata: metadata(),
                spec: .init(
                    ingressClassName: "slipway-bench",
                    rules: [
                        .init(
                            host: "\(name).bench.invalid",
                            http: .init(paths: [.init(backend: .init(service: .init(name: name, port: .init(name: "http"))))]))
                    ])),
            PodDisruptionBudget(metadata: metadata(), spec: .init(maxUnavailable: .int(1), selector: selector)),
            HorizontalPodAutoscaler(
                metadata: metadata(),
                spec: .init(
                    scaleTargetRef: .init(name: name), minReplicas: 2, maxReplicas: 4, metrics: [.utilization(of: "cpu", percent: 80)])),
        ]
    }

    private static func deployment(_ name: String, _ labels: [String: String], _ selector: LabelSelector) -> Deployment.Spec {
        let probe = Probe(httpGet: .init(path: "/", port: .string("http")), periodSeconds: 2, failureThreshold: 3)
        let container = Container(
            name: "app", image: "registry.invalid/\(name)@sha256:8bffb0cfeeb0468ca8744679a17e7105b81a9f8179255ed7e089164ddadb35ab",
            ports: [.init(containerPort: 8080, name: "http")], env: [.init(name: "PORT", value: "8080")],
            envFrom: [.init(configMap: "\(name)-config"), .init(secret: "\(name)-secret")],
            resources: .init(limits: ["cpu": "500m", "memory": "256Mi"], requests: ["cpu": "50m", "memory": "128Mi"]),
            securityContext: .init(runAsNonRoot: true), startupProbe: probe, readinessProbe: probe,
            lifecycle: Lifecycle(preStop: .init(sleep: .init(seconds: 5))))
        return .init(
            replicas: 0, selector: selector,
            template: PodTemplateSpec(
                metadata: .init(labels: labels),
                spec: PodSpec(
                    containers: [container],
                    securityContext: .init(runAsNonRoot: true, runAsUser: 10001, seccompProfile: .init(type: "RuntimeDefault")),
                    terminationGracePeriodSeconds: 30)),
            strategy: .withoutGap, progressDeadlineSeconds: 60, revisionHistoryLimit: 3)
    }
}
