import Foundation

package extension KubernetesConfiguration {
    /// Where the kubelet puts what a Pod's service account is known by.
    static let serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// For a process in a Pod. Token and authority are read again as they rotate.
    static func inCluster(
        environment: [String: String] = ProcessInfo.processInfo.environment, folder: String = serviceAccountFolder
    ) throws(KubernetesConfigurationError) -> KubernetesConfiguration {
        guard let host = environment["KUBERNETES_SERVICE_HOST"], !host.isEmpty else {
            throw KubernetesConfigurationError("This process runs in no Pod: KUBERNETES_SERVICE_HOST is not set. Name a kubeconfig file instead.")
        }
        guard let token = try? read("\(folder)/token"), !token.isEmpty else {
            throw KubernetesConfigurationError("\(folder)/token cannot be read: the Pod needs a service account whose token is mounted.")
        }
        let port = environment["KUBERNETES_SERVICE_PORT_HTTPS"] ?? environment["KUBERNETES_SERVICE_PORT"] ?? "443"
        let namespace = (try? read("\(folder)/namespace")).map { String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines) }
        return KubernetesConfiguration(
            server: "https://\(host.contains(":") ? "[\(host)]" : host):\(port)", namespace: namespace.flatMap { $0.isEmpty ? nil : $0 } ?? "default",
            certificateAuthority: .file("\(folder)/ca.crt"), token: .file("\(folder)/token"))
    }

    private static func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
