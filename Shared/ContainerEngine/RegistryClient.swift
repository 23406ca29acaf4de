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

    package let place: RegistryPlace
    let base: String
    let http: HTTPClient
    let trust: HTTPTrust
    /// What to show for these actions in a repository; nil where nothing is asked for.
    package typealias Authorization = @Sendable (_ repository: String, _ actions: [String]) -> Secret<String>?
    private let access: Access

    private enum Access: Sendable {
        /// Whose token service we are.
        case issued(Authorization)
        case login(RegistryDoor)
    }

    /// `host:port`, which is spoken to without TLS on this machine and with it elsewhere, or a URL; nobody logs in.
    package init(_ registry: String, http: HTTPClient, authorization: @escaping Authorization = { _, _ in nil }) {
        base = registry.contains("://") ? registry : (Self.isLoopback(registry) ? "http://" : "https://") + registry
        place = RegistryPlace(host: registry.firstRange(of: "://").map { String(registry[$0.upperBound...]) } ?? registry)
        self.http = http
        trust = HTTPTrust()
        access = .issued(authorization)
    }

    /// With the login that is set, else with what `authorization` gives.
    package init(_ configuration: RegistryConfiguration, http: HTTPClient, authorization: @escaping Authorization = { _, _ in nil }) {
        (place, base, trust) = (configuration.place, configuration.url, configuration.trust)
        self.http = http
        if let login = configuration.login {
            access = .login(RegistryDoor(host: place.host, isPlain: configuration.isPlain, login: login, http: http, trust: trust))
        } else {
            access = .issued(authorization)
        }
    }

    var host: String { place.host }

    static func isLoopback(_ registry: String) -> Bool {
        registry.hasPrefix("127.") || registry == "localhost" || registry.hasPrefix("localhost:") || registry.hasPrefix("[::1]")
    }

    /// Who we are there, to whom it is told in our name.
    var login: HTTPLogin? { if case .login(let door) = access { door.login } else { nil } }

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
        var answer = try await send("DELETE", repository, digest)
        if answer.status == 400 {
            // Google's refuse while a tag names it (GOOGLE_MANIFEST_DANGLING_TAG).
            for tag in (try? await tags(of: repository)) ?? [] where (try? await self.digest(of: repository, tag)) == digest {
                _ = try? await send("DELETE", repository, tag)
            }
            answer = try await send("DELETE", repository, digest)
        }
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
            headers: [("Accept", Self.manifestTypes)], timeout: .seconds(15))
        let scope = RegistryScope(repository: repository, actions: [method == "DELETE" ? "delete" : "pull"])
        return try await send(request, as: "\(method) \(what.dropLast())", for: scope)
    }

    /// In our name, as far as the registry itself is asked. It may say once that it wants a login, or another token.
    func send(_ request: HTTPRequest, as operation: String, for scope: RegistryScope?) async throws(EngineError) -> HTTPResponse {
        var request = request
        request.tls = trust
        let isOurs = HTTPOrigin(request.url) == HTTPOrigin(base)
        guard case .login(let door) = access, isOurs else {
            if case .issued(let authorization) = access, isOurs, let scope { request.bearer = authorization(scope.repository, scope.actions) }
            return try await follow(try await exchange(request, operation), of: request, operation)
        }
        let signed = try await door.signed(request, for: scope)
        let first = try await exchange(signed, operation)
        guard first.status == 401 else { return try await follow(first, of: signed, operation) }
        try door.learn(from: first.head, to: signed, for: scope)
        let again = try await door.signed(request, for: scope)
        let second = try await exchange(again, operation)
        guard second.status != 401 else { throw door.refusal(for: scope) }
        return try await follow(second, of: again, operation)
    }

    /// Where a registry wants something that it names itself: an upload, a blob in its storage.
    func resolve(_ location: String) throws(EngineError) -> String {
        if location.hasPrefix("/") { return base + location }
        guard let origin = HTTPOrigin(location) else { throw .unreadable("the address that \(host) leads to") }
        guard !origin.isPlain || base.hasPrefix("http://") else {
            throw EngineError(status: 500, message: "\(host) leads to \(origin.host) without TLS")
        }
        return location
    }

    /// Blobs may lie in a storage elsewhere. What was shown to the registry is for nobody else.
    private func follow(_ first: HTTPResponse, of request: HTTPRequest, _ operation: String) async throws(EngineError) -> HTTPResponse {
        var (answer, next) = (first, request)
        for _ in 0..<Self.mostRedirects {
            guard [301, 302, 303, 307, 308].contains(answer.status), ["GET", "HEAD"].contains(request.method), let location = answer.header("Location")
            else { return answer }
            let (from, url) = (HTTPOrigin(next.url), try resolve(location))
            next.url = url
            if HTTPOrigin(url) != from { (next.bearer, next.login) = (nil, nil) }
            answer = try await exchange(next, operation)
        }
        throw EngineError(status: answer.status, message: "\(host) leads from one address to the next, without an end")
    }

    private static let mostRedirects = 4

    private func exchange(_ request: HTTPRequest, _ operation: String) async throws(EngineError) -> HTTPResponse {
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
