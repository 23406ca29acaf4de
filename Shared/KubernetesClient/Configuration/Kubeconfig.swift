import Core
import Foundation

package extension KubernetesConfiguration {
    /// A kubeconfig file, as kubectl reads it: YAML or JSON, certificates inline or as files beside it.
    ///
    /// - Parameter context: the file's `current-context` when nil.
    static func kubeconfig(at path: String, context: String? = nil) throws(KubernetesConfigurationError) -> KubernetesConfiguration {
        guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
            throw KubernetesConfigurationError("The kubeconfig file \(path) cannot be read.")
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do throws(KubernetesConfigurationError) {
            return try kubeconfig([UInt8](bytes), folder: folder, context: context)
        } catch {
            throw KubernetesConfigurationError("\(path): \(error.description)")
        }
    }

    /// - Parameter folder: what relative file names start from.
    static func kubeconfig(
        _ bytes: [UInt8], folder: String, context: String? = nil
    ) throws(KubernetesConfigurationError) -> KubernetesConfiguration {
        let file = Kubeconfig(content: try Kubeconfig.parse(bytes), folder: folder)
        return try file.configuration(context: context)
    }
}

/// The file's content, and what is read out of it.
private struct Kubeconfig {
    let content: JSONValue
    let folder: String

    static func parse(_ bytes: [UInt8]) throws(KubernetesConfigurationError) -> JSONValue {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw KubernetesConfigurationError("it is not UTF-8 text") }
        do throws(YAMLError) {
            return try YAMLReader.read(text)
        } catch {
            throw KubernetesConfigurationError("line \(error.line): \(error.message)")
        }
    }

    func configuration(context wanted: String?) throws(KubernetesConfigurationError) -> KubernetesConfiguration {
        guard let name = wanted ?? content["current-context"]?.string, !name.isEmpty else {
            throw KubernetesConfigurationError("there is no current-context; name one of \(names("contexts"))")
        }
        let context = try entry("contexts", name, "context")
        guard let clusterName = context["cluster"]?.string else { throw KubernetesConfigurationError("the context \"\(name)\" names no cluster") }
        let cluster = try entry("clusters", clusterName, "cluster")
        var configuration = KubernetesConfiguration(server: try server(cluster, clusterName))
        configuration.namespace = context["namespace"]?.string ?? "default"
        configuration.certificateAuthority = try material(cluster, "certificate-authority")
        guard let userName = context["user"]?.string, !userName.isEmpty else { return configuration }
        try identify(&configuration, by: try entry("users", userName, "user"), userName)
        return configuration
    }

    private func server(_ cluster: JSONValue, _ name: String) throws(KubernetesConfigurationError) -> String {
        guard var server = cluster["server"]?.string, server.hasPrefix("https://") || server.hasPrefix("http://") else {
            throw KubernetesConfigurationError("the cluster \"\(name)\" has no server with https:// in front")
        }
        if cluster["insecure-skip-tls-verify"]?.isTrue ?? false {
            throw KubernetesConfigurationError(
                "the cluster \"\(name)\" says insecure-skip-tls-verify, which Slipway does not do; give it certificate-authority-data instead")
        }
        for setting in ["tls-server-name", "proxy-url"] where cluster[setting]?.string?.isEmpty == false {
            throw KubernetesConfigurationError("the cluster \"\(name)\" uses \(setting), which Slipway does not support")
        }
        while server.hasSuffix("/") { server.removeLast() }
        return server
    }

    private func identify(
        _ configuration: inout KubernetesConfiguration, by user: JSONValue, _ name: String
    ) throws(KubernetesConfigurationError) {
        for plugin in ["exec", "auth-provider"] where user[plugin]?.object != nil {
            throw KubernetesConfigurationError(
                """
                the user \"\(name)\" gets its credentials from a program (\(plugin)), which a service must not run; \
                make a service account and give the user its token or tokenFile
                """)
        }
        if user["username"]?.string?.isEmpty == false {
            throw KubernetesConfigurationError("the user \"\(name)\" has a password, which Kubernetes has not accepted since 1.19")
        }
        if user["as"]?.string?.isEmpty == false {
            throw KubernetesConfigurationError("the user \"\(name)\" impersonates another (as), which Slipway does not support")
        }
        configuration.clientCertificate = try material(user, "client-certificate")
        configuration.clientKey = try material(user, "client-key")
        guard (configuration.clientCertificate == nil) == (configuration.clientKey == nil) else {
            throw KubernetesConfigurationError("the user \"\(name)\" has a client certificate without its key, or a key without a certificate")
        }
        if let file = user["tokenFile"]?.string, !file.isEmpty {
            configuration.token = .file(path(file))
        } else if let token = user["token"]?.string, !token.isEmpty {
            configuration.token = .inline(Secret(Array(token.utf8)))
        }
    }

    /// `<name>-data` in base64 wins over `<name>`, a file.
    private func material(_ holder: JSONValue, _ name: String) throws(KubernetesConfigurationError) -> KubernetesConfiguration.Material? {
        if let text = holder["\(name)-data"]?.string, !text.isEmpty {
            guard let bytes = Data(base64Encoded: text, options: .ignoreUnknownCharacters), !bytes.isEmpty else {
                throw KubernetesConfigurationError("\(name)-data is not base64")
            }
            return .inline(Secret([UInt8](bytes)))
        }
        return holder[name]?.string.flatMap { $0.isEmpty ? nil : .file(path($0)) }
    }

    private func path(_ file: String) -> String { file.hasPrefix("/") ? file : "\(folder)/\(file)" }

    private func entry(_ list: String, _ name: String, _ key: String) throws(KubernetesConfigurationError) -> JSONValue {
        guard let found = content[list]?.array?.first(where: { $0["name"]?.string == name }) else {
            throw KubernetesConfigurationError("there is no \(key) \"\(name)\"; the file has \(names(list))")
        }
        return found[key] ?? .object([:])
    }

    private func names(_ list: String) -> String {
        let names = (content[list]?.array ?? []).compactMap { $0["name"]?.string }
        return names.isEmpty ? "none" : names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

private extension JSONValue {
    var isTrue: Bool { bool == true || string == "true" }
}
