import Core
import Kubernetes

/// What a project has in a cluster before the first of its Pods: walls, and room.
extension ClusterRendering {
    /// In the order in which they are applied.
    func project(of app: AppRecord) -> [any KubernetesObject] {
        [namespaceObject(app), quota(app), limits(app), networkPolicy(app)] + pullCredentials(app) + [serviceAccount(app)]
    }

    private func labels(ofProject app: AppRecord) -> [String: String] {
        [Labels.managedBy: Labels.slipway, Labels.installation: installation, Labels.project: app.project.description]
    }

    private func meta(ofProject app: AppRecord, _ name: String = ClusterNames.project) -> ObjectMeta {
        ObjectMeta(name: name, namespace: namespace(of: app), labels: labels(ofProject: app))
    }

    private func namespaceObject(_ app: AppRecord) -> Namespace {
        var labels = labels(ofProject: app)
        for mode in ["enforce", "audit", "warn"] {
            labels["pod-security.kubernetes.io/\(mode)"] = "restricted"
            labels["pod-security.kubernetes.io/\(mode)-version"] = settings.podSecurityVersion
        }
        return Namespace(metadata: ObjectMeta(name: namespace(of: app), labels: labels))
    }

    /// Twice what the project may have: a rollout starts the new before it ends the old.
    private func quota(_ app: AppRecord) -> ResourceQuota {
        ResourceQuota(
            metadata: meta(ofProject: app),
            spec: .init(hard: [
                "limits.cpu": "\(settings.quota.cpuMillis * 2)m", "limits.memory": "\(settings.quota.memoryBytes * 2)",
                "pods": "\(settings.quota.instances * 2)", "services.nodeports": "0", "services.loadbalancers": "0",
            ]))
    }

    /// For what is not ours in the namespace: without limits it would not get past the quota.
    private func limits(_ app: AppRecord) -> LimitRange {
        LimitRange(
            metadata: meta(ofProject: app),
            spec: .init(limits: [
                .init(default: ["cpu": "500m", "memory": "512Mi"], defaultRequest: ["cpu": "100m", "memory": "256Mi"])
            ]))
    }

    /// Where a node answers for the cluster's DNS: no Pod has this address, so no selector reaches it (Kubernetes, "Using NodeLocal
    /// DNSCache in Kubernetes Clusters").
    private static let nodeLocalDNS = "169.254.20.10/32"

    /// In: from the project itself, and from the ingress controller. Out: names, the project itself, and the internet without
    /// the networks inside.
    private func networkPolicy(_ app: AppRecord) -> NetworkPolicy {
        let same = NetworkPolicy.Peer(podSelector: LabelSelector(matchLabels: nil))
        let controller = NetworkPolicy.Peer(
            namespaceSelector: LabelSelector(matchLabels: settings.ingressNamespace.map { ["kubernetes.io/metadata.name": $0] }))
        let sources = settings.ingressSources.map { NetworkPolicy.Peer(ipBlock: .init(cidr: $0)) }
        let everywhere = NetworkPolicy.Peer(namespaceSelector: LabelSelector(matchLabels: nil))
        let cacheOfNode = NetworkPolicy.Peer(ipBlock: .init(cidr: Self.nodeLocalDNS))
        let (six, four) = (settings.privateNetworks.filter { $0.contains(":") }, settings.privateNetworks.filter { !$0.contains(":") })
        return NetworkPolicy(
            metadata: meta(ofProject: app),
            spec: .init(
                podSelector: LabelSelector(matchLabels: nil), policyTypes: ["Ingress", "Egress"],
                ingress: [.init(from: [same, controller] + sources)],
                egress: [
                    .init(to: [everywhere, cacheOfNode], ports: [.init(protocol: "UDP", port: .int(53)), .init(protocol: "TCP", port: .int(53))]),
                    .init(to: [same]),
                    .init(to: [
                        .init(ipBlock: .init(cidr: "0.0.0.0/0", except: four.isEmpty ? nil : four)),
                        .init(ipBlock: .init(cidr: "::/0", except: ["fc00::/7", "fe80::/10"] + six)),
                    ]),
                ]))
    }

    /// What nodes show the registry, and its witness.
    private func pullCredentials(_ app: AppRecord) -> [any KubernetesObject] {
        guard let credentials = settings.pullCredentials else { return [] }
        let meta = meta(ofProject: app, ClusterNames.pullSecret)
        let secret = Kubernetes.Secret(metadata: meta, data: [".dockerconfigjson": credentials.reveal()], type: "kubernetes.io/dockerconfigjson")
        return [secret, secret.witness]
    }

    private func serviceAccount(_ app: AppRecord) -> ServiceAccount {
        ServiceAccount(
            metadata: meta(ofProject: app, ClusterNames.serviceAccount), automountServiceAccountToken: false,
            imagePullSecrets: (settings.pullCredentials == nil ? settings.imagePullSecret : ClusterNames.pullSecret).map { [.init(name: $0)] })
    }
}
