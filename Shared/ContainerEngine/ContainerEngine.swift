import Core
package import HTTPClient
package import Logging

/// The Docker Engine API, version 1.41, on a Unix socket: what Docker and Podman's service both speak.
///
/// Stateless: what exists is known by the engine, and whoever calls here compares. Every call has a deadline, and every refusal
/// comes back with the engine's own sentence. Calls that wish for a state (`remove`, `stop`, `ensureNetwork`, `start`) succeed when
/// the state is already there. Where the two engines differ, Podman 4.3 is what is tested:
/// - ulimits must be given with every container (Podman asks for more than a root without CAP_SYS_RESOURCE may give);
/// - Podman's compatible build endpoint gives every build the host's network, so builds go to its own one, which does not;
/// - Podman loses lines of a log that is followed, so its file is read instead; `OOMKilled` is not told with version 1 of control groups.
package struct ContainerEngine: Sendable {
    let socket: String
    let http: HTTPClient
    /// Where our images are. The engine is told who we are there, and nowhere else.
    let registry: RegistryClient?
    let log: Logger

    package init(socket: String, http: HTTPClient, registry: RegistryClient? = nil, log: Logger) {
        self.socket = socket
        self.http = http
        self.registry = registry
        self.log = log
    }

    /// Whether the engine answers.
    package func ping() async throws(EngineError) {
        try await call("GET", "/_ping", deadline: .seconds(5))
    }

    /// Who answers.
    package func version() async throws(EngineError) -> EngineVersion {
        let answer = try await call("GET", "/version", deadline: .seconds(10))
        let json = try answer.json()
        return EngineVersion(version: json["Version"]?.string ?? "", libpod: answer.header("Libpod-Api-Version"))
    }
}

/// Which engine, and which version of it.
package struct EngineVersion: Sendable, Equatable {
    package let version: String
    /// The version of Podman's own interface; nil when this is Docker.
    package let libpod: String?

    package var isPodman: Bool { libpod != nil }
}
