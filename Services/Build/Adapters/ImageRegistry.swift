package import ContainerEngine
import Core

/// The names of built images in the registry, and what this service asks of it by itself.
package struct ImageRegistry: Sendable {
    /// "127.0.0.1:15000"
    package let host: String
    private let client: RegistryClient

    package init(host: String, client: RegistryClient) {
        self.host = host
        self.client = client
    }

    /// "127.0.0.1:15000/<project id>/<app id>"
    package func name(_ build: Build) -> String { "\(host)/\(build.project)/\(build.app)" }

    /// The name under which a build is pushed.
    package func tag(_ build: Build) -> String { "\(name(build)):\(build.id)" }

    /// The digest that the registry has for a build; nil when its push was never finished.
    package func digest(of build: Build) async throws -> String? {
        try await client.digest(of: "\(build.project)/\(build.app)", build.id.description)
    }

    /// Removes an image by its digest ("host/name@sha256:…"). A registry that keeps what it has (405) is no obstacle: nothing
    /// refers to the image any more.
    package func remove(_ image: String) async throws {
        guard image.hasPrefix(host + "/"), let at = image.lastIndex(of: "@") else { return }
        let name = String(image.dropFirst(host.count + 1).prefix { $0 != "@" })
        let digest = String(image[image.index(after: at)...])
        do {
            try await client.deleteManifest(name, digest: digest)
        } catch {
            guard error.status == 405 else { throw error }
        }
    }
}
