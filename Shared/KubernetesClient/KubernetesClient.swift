import Core
import HTTPClient
package import Logging

/// The Kubernetes API over libcurl: typed objects in and out, refusals as `KubernetesError`, every call with a deadline.
///
/// Stateless but for its credentials. Writes go by server-side apply under one field manager, by names that the caller chose: libcurl
/// repeats a request whose kept connection turned out dead, and a repeated apply changes nothing.
///
/// Watches and followed logs have a connection each, on a thread apart from the one of requests, so that a busy stream delays no call.
/// A peer that went away without a word is noticed within 25 seconds: the kernel probes a silent connection after 10, and gives it up
/// at 20.
package final class KubernetesClient: Sendable {
    static let peerTimeout = Duration.seconds(20)

    package let configuration: KubernetesConfiguration
    /// The name under which this client owns fields.
    package let fieldManager: String
    let requests = HTTPClient()
    let streams = HTTPClient()
    let credentials: Credentials
    let log: Logger

    package init(_ configuration: KubernetesConfiguration, fieldManager: String, log: Logger) {
        self.configuration = configuration
        self.fieldManager = fieldManager
        self.log = log
        credentials = Credentials(configuration)
    }

    /// The server's version, e.g. `v1.36.2`.
    package func version() async throws(KubernetesError) -> String {
        struct Version: Decodable {
            let gitVersion: String
        }
        let answer = try await call(Call("GET", "/version", deadline: .seconds(5)))
        return try answer.decoded(Version.self).gitVersion
    }

    /// Whether the server says that it is ready.
    package func ready() async throws(KubernetesError) {
        try await call(Call("GET", "/readyz", deadline: .seconds(5)))
    }
}
