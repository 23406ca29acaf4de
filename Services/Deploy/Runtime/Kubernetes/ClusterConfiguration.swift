import Core
import Foundation
import Hosting
import KubernetesClient

/// What is read where instances are Pods of a cluster.
struct ClusterConfiguration: Sendable {
    static let settings = KubernetesConfiguration.settings + [
        Setting("kubernetes.namespacePrefix", default: "slipway", about: "Namespaces are <prefix>-<project>-<six digits of the installation and the project>."),
        Setting("kubernetes.podSecurityVersion", default: "v1.30", about: "Which version of the Pod Security standard \"restricted\" namespaces are held to; with latest, an upgrade of the cluster may change what it asks."),
        Setting("kubernetes.imagePullSecret", default: "", about: "A Secret of this name in each project's namespace lets nodes pull images; empty: they need none."),
        Setting("kubernetes.imagePullCredentials", .file, default: "", about: "A file as of a registry login (.dockerconfigjson): kept as a Secret in each project's namespace, so that nodes pull with it."),
        Setting("kubernetes.unschedulableSeconds", default: "6", about: "How long Pods may find no node or no quota before their deployment fails; more where nodes are added by need."),
        Setting("kubernetes.cpuPercent", default: "20", about: "How much of an instance's CPU limit is reserved for it on a node, in percent."),
        Setting("kubernetes.memoryPercent", default: "50", about: "How much of an instance's memory limit is reserved for it on a node, in percent."),
        Setting("kubernetes.privateNetworks", default: "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,100.64.0.0/10", about: "Networks that apps may not reach from inside of the cluster."),
        Setting("ingress.class", default: "traefik", about: "The IngressClass that routes to apps."),
        Setting("ingress.namespace", default: "", about: "The namespace of the ingress controller, which alone reaches apps from outside of their project; empty: every namespace does."),
        Setting("ingress.sources", default: "", about: "Networks from which the ingress controller comes where it runs on its node's own address, e.g. 192.168.1.0/24."),
        Setting("ingress.tlsIssuer", default: "", about: "A cert-manager ClusterIssuer for the certificates of apps; empty: no TLS."),
        Setting("quota.cpu", default: "16", about: "CPU that the instances of a project may have together; as much again is left for rollouts."),
        Setting("quota.memory", default: "32Gi", about: "Memory that the instances of a project may have together; as much again is left for rollouts."),
        Setting("quota.instances", default: "100", about: "Instances that a project may have; as many again are left for rollouts."),
    ]

    let cluster: KubernetesConfiguration
    let unschedulable: Duration
    let rendering: ClusterRendering.Settings

    init(_ settings: Settings) throws(Fault) {
        cluster = try KubernetesConfiguration(settings)
        unschedulable = try settings.duration("kubernetes.unschedulableSeconds", default: .seconds(6))
        let prefix = try settings.string("kubernetes.namespacePrefix", default: "slipway")
        guard prefix.count <= 20, prefix.wholeMatch(of: /[a-z]([a-z0-9-]*[a-z0-9])?/) != nil else {
            throw Fault(
                .failedPrecondition,
                "SLIPWAY_KUBERNETES_NAMESPACE_PREFIX is \"\(prefix)\", but it must be at most 20 of a-z, 0-9 and -, beginning with a letter.")
        }
        rendering = ClusterRendering.Settings(
            namespacePrefix: prefix,
            podSecurityVersion: try settings.string("kubernetes.podSecurityVersion", default: "v1.30"),
            imagePullSecret: settings.optional("kubernetes.imagePullSecret"),
            pullCredentials: try Self.pullCredentials(settings),
            cpuPercent: try settings.int("kubernetes.cpuPercent", default: 20, in: 1...100),
            memoryPercent: try settings.int("kubernetes.memoryPercent", default: 50, in: 1...100),
            privateNetworks: try settings.list(
                "kubernetes.privateNetworks",
                default: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"]),
            ingressClass: try settings.string("ingress.class", default: "traefik"),
            ingressNamespace: settings.optional("ingress.namespace"),
            ingressSources: try settings.list("ingress.sources", default: []),
            tlsIssuer: settings.optional("ingress.tlsIssuer"),
            quota: .init(
                cpuMillis: try Self.quantity(settings, "quota.cpu", "16", Quantity.cpuMillis).map(Int64.init) ?? 0,
                memoryBytes: try Self.quantity(settings, "quota.memory", "32Gi", Quantity.bytes) ?? 0,
                instances: try settings.int("quota.instances", default: 100, in: 1...5_000)))
    }

    private static func pullCredentials(_ settings: Settings) throws(Fault) -> Secret<String>? {
        guard let text = try settings.optionalSecret("kubernetes.imagePullCredentials")?.reveal() else { return nil }
        guard let content = try? JSONValue(parsing: Array(text.utf8)), content["auths"]?.object != nil else {
            throw Fault(
                .failedPrecondition, "The file of SLIPWAY_KUBERNETES_IMAGE_PULL_CREDENTIALS_FILE is no JSON object with \"auths\" in it.")
        }
        return Secret(Data(text.utf8).base64EncodedString())
    }

    private static func quantity<T>(_ settings: Settings, _ key: String, _ fallback: String, _ read: (String) -> T?) throws(Fault) -> T? {
        let text = try settings.string(key, default: fallback)
        guard let value = read(text) else {
            throw Fault(.failedPrecondition, "\(Setting.variable(key)) is \"\(text)\", but it must be a Kubernetes quantity, such as \(fallback).")
        }
        return value
    }
}
