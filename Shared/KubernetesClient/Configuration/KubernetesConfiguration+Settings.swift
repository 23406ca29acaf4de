package import Core
package import Hosting

/// Where the cluster is, as every service that speaks with it reads it.
extension KubernetesConfiguration {
    package static let settings = [
        Setting("kubernetes.kubeconfig", default: "", about: "A kubeconfig file that leads to the cluster; empty inside of it: the Pod's own service account."),
        Setting("kubernetes.context", default: "", about: "Which context of the kubeconfig; empty: its current one."),
    ]

    /// - Throws: `failedPrecondition`, with a sentence for the operator, when they lead nowhere.
    package init(_ settings: Settings) throws(Fault) {
        do throws(KubernetesConfigurationError) {
            if let file = settings.optional("kubernetes.kubeconfig") {
                self = try .kubeconfig(at: file, context: settings.optional("kubernetes.context"))
            } else {
                self = try .inCluster()
            }
        } catch {
            throw Fault(.failedPrecondition, "SLIPWAY_KUBERNETES_KUBECONFIG: \(error.description)")
        }
    }
}
