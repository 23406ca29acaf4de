import Core
import Kubernetes
import KubernetesClient
import Logging
import ServiceLifecycle
import Telemetry

/// The Pods of this installation, watched: what runs, what has ended, what was started again. A change wakes whoever reads.
struct PodWatch: ServiceLifecycle.Service {
    /// As the deploy service labels them.
    private static let label = "slipway.installation"

    let client: KubernetesClient
    let pods: ResourceCache<Pod>
    let changed: Nudge

    init(_ client: KubernetesClient, installation: String, changed: Nudge, log: Logger) {
        self.client = client
        self.changed = changed
        // Where a Pod runs and how it is configured is nobody's question here.
        pods = ResourceCache(client, Pod.self, ResourceScope(labels: [Self.label: installation]), log: log) {
            $0.spec = PodSpec(containers: [])
            $0.metadata.annotations = nil
        }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await pods.run() }
                group.addTask { for await _ in pods.changes() { changed() } }
            }
        }
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
