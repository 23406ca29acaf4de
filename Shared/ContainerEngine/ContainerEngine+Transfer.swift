import Core
import HTTPClient

package extension ContainerEngine {
    /// Fetches an image; each element is a sentence on how far it is. The stream throws when the image cannot be had.
    func pull(
        _ reference: String, deadline: Duration = .seconds(900)
    ) async throws(EngineError) -> AsyncThrowingStream<String, any Error> {
        let image = ImageReference(reference)
        var query: Query = [("fromImage", reference)]
        // Without a tag, Docker fetches all there are.
        if image.tag == nil, image.digest == nil { query.append(("tag", "latest")) }
        let stream = try await open("POST", Self.apiVersion + "/images/create", query) { request in
            if let shown = login(for: image) { request.headers = [shown] }
            request.timeout = deadline
        }
        return ChunkReader(stream.body, TransferProgress()).stream()
    }

    /// Brings an image to the registry that its name begins with, and tells the digest under which it is to be had there: the registry
    /// was asked.
    func push(_ reference: String, deadline: Duration = .seconds(900)) async throws(EngineError) -> String {
        let image = ImageReference(reference)
        guard let named = image.registry else {
            throw EngineError(status: 400, message: "\(reference) does not begin with a registry")
        }
        let tag = image.tag ?? "latest"
        let path = Self.apiVersion + "/images/\(image.name.imagePath)/push"
        let stream = try await open("POST", path, [("tag", tag)]) { request in
            // Docker insists on the header; it is `{}` for nobody.
            request.headers = [login(for: image) ?? ("X-Registry-Auth", "e30=")]
            request.timeout = deadline
        }
        let reader = ChunkReader(stream.body, TransferProgress())
        var told: String?
        while let line = try await reader.next() {
            if let digest = line.digest { told = digest }
        }
        let client = registry.flatMap { image.lies(in: $0.place) ? $0 : nil } ?? RegistryClient(named, http: http)
        guard let digest = try await client.digest(of: image.repository, tag) else {
            throw EngineError(status: 500, message: "\(reference) was pushed, but the registry does not have it")
        }
        guard told == nil || told == digest else {
            throw EngineError(status: 500, message: "\(reference) was pushed as \(told ?? ""), but the registry has \(digest)")
        }
        return digest
    }

    /// What the engine shows the registry in our name, if the image lies there; it keeps none of it.
    private func login(for image: ImageReference) -> (String, String)? {
        guard let registry, let login = registry.login, image.lies(in: registry.place) else { return nil }
        let shown: JSONValue = [
            "username": .string(login.user), "password": .string(login.password.reveal()), "serveraddress": .string(registry.place.host),
        ]
        return ("X-Registry-Auth", Self.header(shown))
    }

    /// Our login for some repositories, for a build's `X-Registry-Config`; `{}` where we have none.
    internal func logins(for repositories: [String]) -> String {
        guard let login = registry?.login else { return Self.header([:]) }
        let shown: JSONValue = ["username": .string(login.user), "password": .string(login.password.reveal())]
        return Self.header(.object(Dictionary(repositories.map { ($0, shown) }) { first, _ in first }))
    }

    /// With its padding, which Podman insists on.
    private static func header(_ value: JSONValue) -> String {
        let text = Base64URL.encode(value.encodedBytes())
        return text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    }
}

/// Reads the stream of a push or a pull: a sentence a line, or a refusal.
private struct TransferProgress: ChunkParser {
    private var lines = JSONLines()

    mutating func feed(_ bytes: [UInt8]) throws(EngineError) -> [String] { try sentences(try lines.feed(bytes)) }
    mutating func finish() throws(EngineError) -> [String] { try sentences(try lines.finish()) }

    private func sentences(_ values: [JSONValue]) throws(EngineError) -> [String] {
        var sentences: [String] = []
        for json in values {
            if let message = json["errorDetail"]?["message"]?.string ?? json["error"]?.string {
                throw EngineError(status: 500, message: message.withoutLineEnd)
            }
            if let digest = json["aux"]?["Digest"]?.string { sentences.append("digest: \(digest)") }
            guard let status = json["status"]?.string ?? json["stream"]?.string else { continue }
            let words = [json["id"]?.string, status.withoutLineEnd, json["progress"]?.string]
            sentences.append(words.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " "))
        }
        return sentences
    }
}

private extension String {
    /// What follows "digest: ".
    var digest: String? {
        guard let label = firstRange(of: "digest: ") else { return nil }
        let word = self[label.upperBound...].prefix { $0 != " " }
        return word.hasPrefix("sha256:") ? String(word) : nil
    }
}
