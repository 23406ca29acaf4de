package import Core
package import HTTPClient
import Telemetry

/// What Slipway asks of an OCI registry directly: whether an image is there, and to forget it. Images themselves go through an engine.
package struct RegistryClient: Sendable {
    /// Both families: an old registry that is asked for one only rewrites what it has into that one, under another digest.
    private static let manifestTypes = [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    ].joined(separator: ", ")

    let base: String
    let http: HTTPClient
    /// What to show for these actions in a repository; nil where nothing is asked for.
    package typealias Authorization = @Sendable (_ repository: String, _ actions: [String]) -> Secret<String>?
    let authorization: Authorization

    /// `host:port`, which is spoken to without TLS on this machine and with it elsewhere, or a URL.
    package init(_ registry: String, http: HTTPClient, authorization: @escaping Authorization = { _, _ in nil }) {
        let isHere = registry.hasPrefix("127.") || registry.hasPrefix("localhost") || registry.hasPrefix("[::1]")
        base = registry.contains("://") ? registry : (isHere ? "http://" : "https://") + registry
        self.http = http
        self.authorization = authorization
    }

    /// The digest behind a tag, or the digest itself; nil when there is none.
    package func digest(of repository: String, _ reference: String) async throws(EngineError) -> String? {
        let answer = try await send("HEAD", repository, reference)
        if answer.status == 404 { return nil }
        guard answer.status == 200 else { throw EngineError(status: answer.status, body: answer.body) }
        guard let digest = answer.header("Docker-Content-Digest") else { throw .unreadable("the registry's answer") }
        return digest
    }

    /// Whether a tag or a digest is there.
    package func exists(_ repository: String, _ reference: String) async throws(EngineError) -> Bool {
        try await digest(of: repository, reference) != nil
    }

    /// Forgets a manifest, and with it every tag that names it. Does nothing when there is none. What it was made of goes when the registry
    /// next collects its garbage.
    package func deleteManifest(_ repository: String, digest: String) async throws(EngineError) {
        let answer = try await send("DELETE", repository, digest)
        guard answer.status < 300 || answer.status == 404 else { throw EngineError(status: answer.status, body: answer.body) }
    }

    /// What an image is made of: its layers, its configuration and its manifest, as large as they are here; nothing when there is
    /// none. Of an image for several machines, only the list itself.
    package func blobs(of repository: String, _ reference: String) async throws(EngineError) -> [ImageLayer] {
        let answer = try await send("GET", repository, reference)
        if answer.status == 404 { return [] }
        guard answer.status == 200 else { throw EngineError(status: answer.status, body: answer.body) }
        let manifest = try answer.json()
        let parts = (manifest["layers"]?.array ?? []) + [manifest["config"]].compactMap(\.self)
        let blobs = parts.compactMap { part -> ImageLayer? in
            guard let digest = part["digest"]?.string, let size = part["size"]?.int else { return nil }
            return ImageLayer(id: digest, size: size)
        }
        let own = answer.header("Docker-Content-Digest").map { ImageLayer(id: $0, size: Int64(answer.body.count)) }
        return blobs + [own].compactMap(\.self)
    }

    func send(_ method: String, _ repository: String, _ reference: String, of what: String = "manifests") async throws(EngineError) -> HTTPResponse {
        let request = HTTPRequest(
            method: method, url: "\(base)/v2/\(repository.imagePath)/\(what)/\(reference.imagePath)",
            headers: [("Accept", Self.manifestTypes)], timeout: .seconds(15),
            bearer: authorization(repository, [method == "DELETE" ? "delete" : "pull"]))
        return try await send(request, as: "\(method) \(what.dropLast())")
    }

    func send(_ request: HTTPRequest, as operation: String) async throws(EngineError) -> HTTPResponse {
        let start = ContinuousClock.now
        do throws(HTTPError) {
            let answer = try await http.send(request)
            EngineMetrics.registry.observe(since: start, operation, EngineMetrics.outcome(answer.status))
            return answer
        } catch {
            EngineMetrics.registry.observe(since: start, operation, EngineMetrics.outcome(nil))
            throw EngineError(error)
        }
    }
}
