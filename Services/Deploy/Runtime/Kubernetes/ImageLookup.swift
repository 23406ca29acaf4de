import ContainerEngine
import Core
import HTTPClient

/// What an image says of itself, asked of its registry; the nodes pull it, nobody here does.
struct ImageLookup: Sendable {
    let http: HTTPClient
    /// Where our images are, and who we are there; at every other registry we are nobody.
    let ours: RegistryClient

    /// An image that only the nodes can see runs by the name that it was given, on the port that was set for it.
    func resolve(_ image: String) async throws -> ResolvedImage {
        let reference = ImageReference(image)
        let unknown = ResolvedImage(reference: image, exposedPort: 0, user: "")
        guard let registry = reference.registry else { return unknown }
        let found: RegistryClient.Details?
        do throws(EngineError) {
            let client = reference.lies(in: ours.place) ? ours : RegistryClient(registry, http: http)
            found = try await client.details(of: reference.repository, reference.digest ?? reference.tag ?? "latest")
        } catch {
            return unknown
        }
        guard let found else { throw LaunchError.image("\(registry) has no such image.") }
        return ResolvedImage(
            reference: "\(registry)/\(reference.repository)@\(found.digest)",
            exposedPort: found.exposedPorts.count == 1 ? found.exposedPorts[0] : 0, user: found.user)
    }
}
