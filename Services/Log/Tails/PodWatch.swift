import Core
import Kubernetes
import KubernetesClient
import Logging
import ServiceLifecycle
import Telemetry

/// The Pods of this installation, watched: what runs, what has ended, what was started again. A change of one wakes who reads it.
struct PodWatch: ServiceLifecycle.Service {
    let client: KubernetesClient
    let pods: ResourceCache<Pod>
    let nudges: TailNudges

    init(_ client: KubernetesClient, installation: String, nudges: TailNudges, log: Logger) {
        self.client = client
        self.nudges = nudges
        // Where a Pod runs and how it is configured is nobody's question here.
        pods = ResourceCache(client, Pod.self, ResourceScope(labels: [InstallationLabel.name: installation]), log: log) {
            $0.spec = PodSpec(containers: [])
            $0.metadata.annotations = nil
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await pods.run() }
                group.addTask { await wakeReaders() }
            }
        }
    }

    func wakeReaders() async {
        for await change in pods.changes() {
            switch change {
            // Another Pod under the name of one that is read says as much about that one.
            case .updated(let old, let new): for pod in [old, new] { wake(pod) }
            case .added(let pod), .removed(let pod): wake(pod)
            case .lookAnew: nudges.all()
            }
        }
    }

    private func wake(_ pod: Pod) {
        if let uid = pod.metadata.uid { nudges(.container(uid)) }
    }

    func examine() async -> Finding {
        do throws(KubernetesError) {
            let start = ContinuousClock.now
            let version = try await client.version()
            let took = (ContinuousClock.now - start).milliseconds
            if let trouble = pods.trouble {
                return .warn("Kubernetes \(version) answers in \(took) ms, but its Pods cannot be watched: \(trouble.message).", do: "see that the account may list and watch Pods, and read their logs")
            }
            return .ok("Kubernetes \(version) answers in \(took) ms; \(pods.count) instances are watched.")
        } catch {
            return .fail("The cluster at \(client.configuration.server) does not answer: \(error.message).", do: "see SLIPWAY_KUBERNETES_KUBECONFIG")
        }
    }
}
