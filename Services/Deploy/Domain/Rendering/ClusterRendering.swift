import Core
import Kubernetes

/// What one app, or one project, amounts to in a cluster, as objects to be applied. Pure: equal input, equal objects.
///
/// An app's sealed release is rendered once for either runtime (`Rendering`); here it gets what only a cluster has: a place in
/// it, requests beside limits, a budget for disruptions, an autoscaler. Everything that the `restricted` profile of Pod Security
/// wants is written out, whatever a person set.
struct ClusterRendering: Sendable {
    /// What an operator chose.
    struct Settings: Sendable {
        var namespacePrefix = "slipway"
        var podSecurityVersion = "v1.30"
        /// Of an operator's, in every project's namespace.
        var imagePullSecret: String?
        /// A `.dockerconfigjson` in base64, kept in a Secret of ours instead.
        var pullCredentials: Core.Secret<String>?
        /// Shares of the limits that are reserved on a node.
        var cpuPercent = 20
        var memoryPercent = 50
        var privateNetworks: [String] = []
        var ingressClass = "traefik"
        var ingressNamespace: String?
        var ingressSources: [String] = []
        var tlsIssuer: String?
        var quota = Quota()
        /// How long an instance may take to serve, and must have served.
        var healthDeadline = Duration.seconds(60)
        var soak = Duration.seconds(2)
        /// Between a Pod's end as an endpoint and the word to stop.
        var drain = Duration.seconds(5)
    }

    /// What a project may have; a rollout may double it for a while.
    struct Quota: Sendable, Equatable {
        var cpuMillis: Int64 = 16_000
        var memoryBytes: Int64 = 32 << 30
        var instances = 100
    }

    var installation: String
    var settings: Settings

    func namespace(of app: AppRecord) -> String {
        ClusterNames.namespace(
            prefix: settings.namespacePrefix, installation: installation, project: app.project, projectName: app.projectName)
    }

    /// A release of an app, in its project's namespace.
    ///
    /// - Parameter isCandidate: it is looked at even while the app is stopped.
    func objects(_ rendered: DesiredObjects, of app: AppRecord, release: Release, isCandidate: Bool) -> ClusterObjects {
        let replicas = isCandidate ? app.candidateScale : app.scale
        let secret = placed(rendered.secret, app, labels(of: app))
        return ClusterObjects(
            configMap: placed(rendered.configMap, app, labels(of: app)), secret: secret, witness: secret.witness, service: service(rendered.service, app), deployment: deployment(rendered.deployment, app, replicas: replicas),
            ingress: ingress(rendered.ingress, app), disruptionBudget: disruptionBudget(app, replicas: replicas),
            autoscaler: autoscaler(app, release, replicas: replicas))
    }

    /// Labels that stay while releases come and go.
    func labels(of app: AppRecord) -> [String: String] {
        [
            Labels.managedBy: Labels.slipway, Labels.name: app.name, Labels.installation: installation,
            Labels.project: app.project.description, Labels.app: app.id.description,
        ]
    }

    private func placed<Object: KubernetesObject>(_ object: Object, _ app: AppRecord, _ labels: [String: String]) -> Object {
        var object = object
        object.metadata.namespace = namespace(of: app)
        object.metadata.labels = labels
        return object
    }

    private func meta(_ app: AppRecord) -> ObjectMeta {
        ObjectMeta(name: ClusterNames.object(app), namespace: namespace(of: app), labels: labels(of: app))
    }

    private func selector(_ app: AppRecord) -> LabelSelector { LabelSelector(matchLabels: [Labels.app: app.id.description]) }

    private func deployment(_ rendered: Kubernetes.Deployment, _ app: AppRecord, replicas: Int) -> Kubernetes.Deployment {
        let own = (rendered.metadata.labels ?? [:]).merging(labels(of: app)) { _, ours in ours }
        var deployment = placed(rendered, app, own)
        deployment.metadata.name = ClusterNames.object(app)
        deployment.spec.replicas = replicas
        deployment.spec.minReadySeconds = Self.seconds(settings.soak)
        // Ours is the earlier word: this one is for who looks at the cluster.
        deployment.spec.progressDeadlineSeconds = 900
        deployment.spec.revisionHistoryLimit = 2
        // `kubectl rollout pause` would hold up every later deployment, without an end or a word.
        deployment.spec.paused = false
        deployment.spec.template.metadata.labels = own
        deployment.spec.template.metadata.annotations = [Labels.restart: String(app.restartGeneration)]
        deployment.spec.template.spec = pod(rendered.spec.template.spec)
        return deployment
    }

    private func pod(_ rendered: PodSpec) -> PodSpec {
        var pod = rendered
        let drain = Self.seconds(settings.drain)
        pod.serviceAccountName = ClusterNames.serviceAccount
        pod.automountServiceAccountToken = false
        pod.enableServiceLinks = false
        pod.terminationGracePeriodSeconds = (rendered.terminationGracePeriodSeconds ?? 10) + drain
        pod.containers = rendered.containers.map { rendered in
            var container = rendered
            container.imagePullPolicy = "IfNotPresent"
            container.resources = resources(rendered.resources)
            container.lifecycle = drain > 0 ? Lifecycle(preStop: .init(sleep: .init(seconds: drain))) : nil
            container.securityContext?.runAsNonRoot = true
            container.readinessProbe?.timeoutSeconds = 3
            container.readinessProbe?.failureThreshold = 2
            return container
        }
        return pod
    }

    private func resources(_ rendered: Container.Resources?) -> Container.Resources {
        let limits = rendered?.limits ?? [:]
        return Container.Resources(limits: limits, requests: [
            "cpu": "\(requestedMillis(limits["cpu"]))m",
            "memory": "\(max(4 << 20, (limits["memory"].flatMap(Quantity.bytes) ?? 0) / 100 * Int64(settings.memoryPercent)))",
        ])
    }

    private func requestedMillis(_ limit: String?) -> Int {
        max(1, (limit.flatMap(Quantity.cpuMillis) ?? 500) * settings.cpuPercent / 100)
    }

    private func service(_ rendered: Kubernetes.Service, _ app: AppRecord) -> Kubernetes.Service {
        var service = placed(rendered, app, labels(of: app))
        service.metadata.name = ClusterNames.object(app)
        return service
    }

    private func ingress(_ rendered: Ingress, _ app: AppRecord) -> Ingress {
        var ingress = placed(rendered, app, labels(of: app))
        let name = ClusterNames.object(app)
        ingress.metadata.name = name
        ingress.spec.ingressClassName = settings.ingressClass
        ingress.spec.rules = [
            .init(host: app.host, http: .init(paths: [.init(backend: .init(service: .init(name: name, port: .init(number: 80))))]))
        ]
        if let issuer = settings.tlsIssuer {
            ingress.metadata.annotations = ["cert-manager.io/cluster-issuer": issuer]
            ingress.spec.tls = [.init(hosts: [app.host], secretName: "\(name)-tls")]
        }
        return ingress
    }

    /// From two instances on: a node that is drained takes one at a time.
    private func disruptionBudget(_ app: AppRecord, replicas: Int) -> PodDisruptionBudget? {
        guard replicas > 1 || app.autoscaling != nil else { return nil }
        return PodDisruptionBudget(
            metadata: meta(app),
            spec: .init(maxUnavailable: .int(1), selector: selector(app), unhealthyPodEvictionPolicy: "AlwaysAllow"))
    }

    /// A person's percent is of an instance's limit, the cluster's of what is reserved for it.
    private func autoscaler(_ app: AppRecord, _ release: Release, replicas: Int) -> HorizontalPodAutoscaler? {
        guard let range = app.autoscaling, replicas > 0 else { return nil }
        let limit = Quantity.cpuMillis(release.run.cpu) ?? 500
        let percent = max(1, range.cpuPercent * limit / requestedMillis(release.run.cpu))
        return HorizontalPodAutoscaler(
            metadata: meta(app),
            spec: .init(
                scaleTargetRef: .init(name: ClusterNames.object(app)), minReplicas: range.least, maxReplicas: range.most,
                metrics: [.utilization(of: "cpu", percent: percent)]))
    }

    private static func seconds(_ duration: Duration) -> Int { Int(duration.components.seconds) }
}
