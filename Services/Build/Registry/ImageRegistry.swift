package import ContainerEngine
import Core

/// The names of built images in the registry, and what this service asks of it by itself.
package struct ImageRegistry: Sendable {
    package let client: RegistryClient
    /// It deletes: it is given a program to sweep itself with.
    private let isSwept: Bool
    private let sizes: BlobSizes

    package init(client: RegistryClient, isSwept: Bool) {
        self.client = client
        self.isSwept = isSwept
        sizes = BlobSizes(client: client)
    }

    package var place: RegistryPlace { client.place }

    /// "<project id>/<app id>", behind the path that all of ours begin with.
    package func repository(_ build: Build) -> String { place.repository("\(build.project)/\(build.app)") }

    /// "127.0.0.1:15000/<project id>/<app id>"
    package func name(_ build: Build) -> String { "\(place.host)/\(repository(build))" }

    /// The name under which a build is pushed.
    package func tag(_ build: Build) -> String { "\(name(build)):\(build.id)" }

    /// The digest that the registry has for a build; nil when its push was never finished.
    package func digest(of build: Build) async throws -> String? {
        try await client.digest(of: repository(build), build.id.description)
    }

    /// Removes an image by its digest ("host/name@sha256:…"). A registry that keeps what it has (405) is no obstacle: nothing
    /// refers to the image any more. One that is being swept says the same, and is asked again.
    package func remove(_ image: String) async throws {
        guard let place = Place(image, place.host), place.reference.hasPrefix("sha256:") else { return }
        do {
            try await client.deleteManifest(place.repository, digest: place.reference)
        } catch {
            guard error.status == 405, !isSwept else { throw error }
        }
    }

    /// What an image is made of here; nothing for one that is elsewhere, or gone.
    package func blobs(of image: String) async throws -> [ImageLayer] {
        guard let place = Place(image, place.host) else { return [] }
        return try await sizes.blobs(of: place.repository, place.reference)
    }

    /// Where in this registry an image is.
    private struct Place {
        var repository: String
        /// A digest, else a tag.
        var reference: String

        init?(_ image: String, _ host: String) {
            guard image.hasPrefix(host + "/") else { return nil }
            let rest = image.dropFirst(host.count + 1)
            guard let separator = rest.firstIndex(of: "@") ?? rest.lastIndex(of: ":") else { return nil }
            repository = String(rest[..<separator])
            reference = String(rest[rest.index(after: separator)...])
        }
    }
}
