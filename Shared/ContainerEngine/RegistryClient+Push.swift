package import Core
import HTTPClient

package extension RegistryClient {
    /// Stores a file as a blob under its digest; one that is there already is left as it is.
    func upload(_ file: String, digest: String, to repository: String, within time: Duration = .seconds(600)) async throws(EngineError) {
        try await upload(.file(path: file), digest, repository, time)
    }

    func upload(_ bytes: [UInt8], digest: String, to repository: String) async throws(EngineError) {
        try await upload(.bytes(bytes), digest, repository, .seconds(60))
    }

    /// Stores a manifest under a tag, which keeps what it names from being collected.
    func putManifest(_ bytes: [UInt8], type: String, to repository: String, tag: String) async throws(EngineError) {
        let request = HTTPRequest(
            method: "PUT", url: "\(base)/v2/\(repository.imagePath)/manifests/\(tag.imagePath)", headers: [("Content-Type", type)],
            body: .bytes(bytes), timeout: .seconds(30))
        let answer = try await send(request, as: "PUT manifest", for: RegistryScope(repository: repository, actions: ["pull", "push"]))
        guard answer.status == 201 else { throw EngineError(status: answer.status, body: answer.body) }
    }

    /// The tags of a repository, at most ten thousand; none when it is not there.
    func tags(of repository: String) async throws(EngineError) -> [String] {
        let request = HTTPRequest(url: "\(base)/v2/\(repository.imagePath)/tags/list?n=10000", timeout: .seconds(60))
        let answer = try await send(request, as: "GET tags", for: RegistryScope(repository: repository, actions: ["pull"]))
        if answer.status == 404 { return [] }
        guard answer.status == 200 else { throw EngineError(status: answer.status, body: answer.body) }
        return (try answer.json()["tags"]?.array ?? []).compactMap(\.string)
    }

    /// When an image was made, as its configuration says; nil when there is none, or it does not say.
    func created(_ repository: String, _ reference: String) async throws(EngineError) -> Timestamp? {
        let answer = try await send("GET", repository, reference)
        guard answer.status == 200 else {
            if answer.status == 404 { return nil }
            throw EngineError(status: answer.status, body: answer.body)
        }
        guard let blob = try answer.json()["config"]?["digest"]?.string else { return nil }
        let configuration = try await send("GET", repository, blob, of: "blobs")
        guard configuration.status == 200 else { return nil }
        return try configuration.json()["created"]?.string.flatMap { Timestamp(rfc3339: $0) }
    }

    private func upload(_ body: HTTPBody, _ digest: String, _ repository: String, _ time: Duration) async throws(EngineError) {
        if try await send("HEAD", repository, digest, of: "blobs").status == 200 { return }
        let scope = RegistryScope(repository: repository, actions: ["pull", "push"])
        let begin = HTTPRequest(method: "POST", url: "\(base)/v2/\(repository.imagePath)/blobs/uploads/", timeout: .seconds(30))
        let begun = try await send(begin, as: "POST blob", for: scope)
        guard begun.status == 202, let location = begun.header("Location") else { throw EngineError(status: begun.status, body: begun.body) }
        // Where it wants the bytes: a path, or an address that need not be the one we know it by; at another, we show nothing.
        let url = try resolve(location)
        let put = HTTPRequest(
            method: "PUT", url: url + (url.contains("?") ? "&" : "?") + "digest=" + digest.percentEncodedForQuery,
            headers: [("Content-Type", "application/octet-stream")], body: body, timeout: time)
        let stored = try await send(put, as: "PUT blob", for: scope)
        guard stored.status == 201 else { throw EngineError(status: stored.status, body: stored.body) }
    }
}

private extension String {
    /// A digest in a query: its colon alone stands out.
    var percentEncodedForQuery: String { replacing(":", with: "%3A") }
}
