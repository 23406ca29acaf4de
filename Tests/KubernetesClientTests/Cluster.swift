import ClusterStandIn
import Core
import Kubernetes
import KubernetesClient
import Logging
import TestSupport

/// A stand-in with one namespace, `demo`, and a client of it.
func withCluster(token: KubernetesConfiguration.Material? = nil, _ body: (StandInCluster, KubernetesClient) async throws -> Void) async throws {
    let cluster = try StandInCluster()
    defer { cluster.stop() }
    cluster.set(["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "demo"], "status": ["phase": "Active"]])
    cluster.forgetRequests()
    var configuration = KubernetesConfiguration(server: cluster.url)
    configuration.token = token
    try await body(cluster, client(configuration))
}

func client(_ configuration: KubernetesConfiguration, fieldManager: String = "slipway-test") -> KubernetesClient {
    KubernetesClient(configuration, fieldManager: fieldManager, log: Logger(label: "test"))
}

func configMap(_ name: String, _ data: [String: String] = ["a": "1"], labels: [String: String]? = nil) -> ConfigMap {
    ConfigMap(metadata: ObjectMeta(name: name, namespace: "demo", labels: labels), data: data)
}

func deployment(_ name: String, replicas: Int? = 1, env: [Container.EnvVar] = []) -> Deployment {
    Deployment(
        metadata: ObjectMeta(name: name, namespace: "demo", labels: ["app": name]),
        spec: .init(
            replicas: replicas, selector: LabelSelector(matchLabels: ["app": name]),
            template: PodTemplateSpec(
                metadata: .init(labels: ["app": name]), spec: PodSpec(containers: [Container(name: "app", image: "registry/app:1", env: env)]))))
}

/// The error of a call that must not succeed.
func failure<T>(_ body: () async throws(KubernetesError) -> T) async -> KubernetesError? {
    do throws(KubernetesError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// Collects what an endless sequence tells, until its task ends.
actor Notes<Element: Sendable> {
    private(set) var all: [Element] = []

    func add(_ element: Element) { all.append(element) }
}

/// Follows a sequence while `body` runs.
func collecting<S: AsyncSequence & Sendable>(
    _ sequence: S, _ body: (Notes<S.Element>) async throws -> Void
) async throws where S.Element: Sendable {
    let notes = Notes<S.Element>()
    let reader = Task { for try await element in sequence { await notes.add(element) } }
    defer { reader.cancel() }
    try await body(notes)
}
