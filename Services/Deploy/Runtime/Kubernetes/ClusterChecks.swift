import Core
import KubernetesClient
import Telemetry

/// What is looked at beyond what every service does, where instances are Pods: the API server, the watches, what is written there, the
/// way in.
struct ClusterChecks: Sendable {
    let client: KubernetesClient
    let caches: ClusterCaches
    let contested: Setbacks<ClusterObject>
    let ingressClass: String

    func add(to checks: Checks) {
        checks.add("cluster") { await cluster() }
        checks.add("objects") { objects() }
        checks.add("ingress") { ingress() }
    }

    /// Of apps that this replica has looked after lately.
    func objects() -> Finding {
        let names = contested.keys.map { "\($0.kind) \($0.namespace.isEmpty ? "" : $0.namespace + "/")\($0.name)" }.sorted()
        guard let first = names.first else { return .ok("Objects are in the cluster as they were written.") }
        let which = names.count == 1 ? "\(first) is" : "\(names.count) objects are"
        return .warn(
            "\(which) changed as soon as written, and not repaired meanwhile: \(names.prefix(5).joined(separator: ", "))\(names.count > 5 ? ", …" : "").",
            do: "look for a mutating webhook, or another program that writes to it: kubectl get --show-managed-fields -o yaml tells which")
    }

    func cluster() async -> Finding {
        do throws(KubernetesError) {
            let start = ContinuousClock.now
            let version = try await client.version()
            let took = (ContinuousClock.now - start).milliseconds
            if let hindrance = caches.hindrance {
                let unread = caches.all.filter { !$0.isSynced }.map(\.kind).joined(separator: ", ")
                return .warn(
                    "Kubernetes \(version) answers in \(took) ms, but not all is well: \(hindrance.message)"
                        + (unread.isEmpty ? "" : " Apps stay as they are until \(unread) can be read."),
                    do: "see that the account may list and watch everything that the deploy service applies")
            }
            return .ok("Kubernetes \(version) answers in \(took) ms; \(caches.pods.count) instances are watched.")
        } catch {
            return .fail("The cluster at \(client.configuration.server) does not answer: \(error.message).", do: "see SLIPWAY_KUBERNETES_KUBECONFIG")
        }
    }

    private func ingress() -> Finding {
        guard caches.ingressClasses.isSynced else { return .warn("The cluster's ingress classes are not known yet.", do: "ask again in a moment") }
        guard caches.ingressClasses.get(ingressClass) != nil else {
            return .fail("The cluster has no ingress class \(ingressClass), so nothing leads to apps.", do: "set SLIPWAY_INGRESS_CLASS")
        }
        return .ok("The ingress class \(ingressClass) is there.")
    }
}
