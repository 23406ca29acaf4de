import Core
import Kubernetes
import KubernetesClient
import Logging
import ServiceLifecycle
import Synchronization

/// Everything in the cluster that carries this installation's label, fed by one watch a kind for all apps; but for Secrets (`KnownSecrets`).
///
/// What nobody here reads is not kept: the data of ConfigMaps, which are named by what is in them and cannot be changed; most of a
/// Pod's spec. An app costs some kilobytes.
struct ClusterCaches: Sendable {
    let namespaces: ResourceCache<Namespace>
    let quotas: ResourceCache<ResourceQuota>
    let limits: ResourceCache<LimitRange>
    let policies: ResourceCache<NetworkPolicy>
    let accounts: ResourceCache<ServiceAccount>
    let configMaps: ResourceCache<ConfigMap>
    let services: ResourceCache<Kubernetes.Service>
    let deployments: ResourceCache<Kubernetes.Deployment>
    let replicaSets: ResourceCache<ReplicaSet>
    let pods: ResourceCache<Pod>
    let ingresses: ResourceCache<Ingress>
    let budgets: ResourceCache<PodDisruptionBudget>
    let autoscalers: ResourceCache<HorizontalPodAutoscaler>
    /// Of the whole cluster: they are an operator's.
    let ingressClasses: ResourceCache<IngressClass>
    let hearing = ClusterHearing()
    let secrets = KnownSecrets()

    init(_ client: KubernetesClient, installation: String, log: Logger) {
        func cache<Object: KubernetesObject>(
            _ type: Object.Type, trim: @escaping @Sendable (inout Object) -> Void = { _ in }
        ) -> ResourceCache<Object> {
            ResourceCache(
                client, type, ResourceScope(labels: [Labels.installation: installation]), indexedBy: Labels.app, log: log, trim: trim)
        }
        namespaces = cache(Namespace.self)
        // What was measured or counted is news all the time.
        quotas = cache(ResourceQuota.self) { $0.status = nil }
        limits = cache(LimitRange.self)
        policies = cache(NetworkPolicy.self)
        accounts = cache(ServiceAccount.self)
        configMaps = cache(ConfigMap.self) { $0.data = nil }
        services = cache(Kubernetes.Service.self)
        deployments = cache(Kubernetes.Deployment.self)
        replicaSets = cache(ReplicaSet.self) { $0.spec = nil }
        pods = cache(Pod.self) { $0.spec = PodSpec(containers: []) }
        ingresses = cache(Ingress.self)
        budgets = cache(PodDisruptionBudget.self)
        autoscalers = cache(HorizontalPodAutoscaler.self) { $0.status = nil }
        ingressClasses = ResourceCache(client, IngressClass.self, log: log)
    }

    var all: [any ClusterCache] {
        [
            namespaces, quotas, limits, policies, accounts, configMaps, services, deployments, replicaSets, pods, ingresses, budgets, autoscalers,
            ingressClasses,
        ]
    }

    /// Whether everything has been read once. Before, absence means nothing.
    var isSynced: Bool { all.allSatisfy(\.isSynced) }

    /// Whether the cluster speaks with us of what rolls out.
    var isHeard: Bool { deployments.trouble == nil && replicaSets.trouble == nil && pods.trouble == nil }

    /// Of which kinds the cluster does not speak with us, and why.
    var troubles: [(kind: String, error: KubernetesError)] { all.compactMap { cache in cache.trouble.map { (cache.kind, $0) } } }

    /// What keeps us from knowing the cluster; nil while nothing does. A kind that may not be read comes before a server that is away, which
    /// comes back. Once all is read, silence about what does not roll out hinders nobody: servers have little to say of quiet kinds.
    var hindrance: DeploymentFailure? {
        let troubles = troubles
        if let (kind, error) = troubles.first(where: { !$0.error.isUnanswered }) { return .unreadable(kind, error.message) }
        if !isHeard { return .noAnswer }
        return isSynced ? nil : troubles.isEmpty ? .notRead : .noAnswer
    }

    /// In which version of an object anything changed last that matters; of a Secret, which Secret. Nil where there is none, or it has to
    /// be looked at.
    func revision(of object: ClusterObject) -> String? {
        // What belongs to the whole cluster is its own namespace in a row.
        let namespace = object.kind == Namespace.kind ? nil : object.namespace
        guard object.kind != Kubernetes.Secret.kind else { return secrets.fresh(ObjectKey(namespace: namespace, name: object.name)) }
        return all.first { $0.kind == object.kind }?.revision(of: object.name, in: namespace)
    }

    /// The object as the watch saw it last.
    func live<Object: KubernetesObject>(_ object: Object) -> Object? {
        for cache in all {
            if let cache = cache as? ResourceCache<Object> { return cache.get(object.metadata.name, in: object.metadata.namespace) }
        }
        return nil
    }
}

/// When the cluster was last not to be heard.
final class ClusterHearing: Sendable {
    private let lost = Mutex<Timestamp?>(nil)

    /// Nil: always, as long as this process has listened.
    var since: Timestamp? { lost.withLock { $0 } }

    func isLost(at now: Timestamp) { lost.withLock { $0 = now } }
}

/// A cache, whatever it is of.
protocol ClusterCache: Sendable {
    var kind: String { get }
    func revision(of name: String, in namespace: String?) -> String?
    var isSynced: Bool { get }
    var trouble: KubernetesError? { get }
    func run() async
    /// Tells each change's labels; nil: much has changed.
    func follow(_ told: @Sendable ([String: String]?) async -> Void) async
}

extension ResourceCache: ClusterCache {
    var kind: String { Object.kind }

    func follow(_ told: @Sendable ([String: String]?) async -> Void) async {
        for await change in changes() { await told(change.object.map { $0.metadata.labels ?? [:] }) }
    }
}
