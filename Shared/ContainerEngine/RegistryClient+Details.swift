import Core
import HTTPClient

package extension RegistryClient {
    /// What an image says of itself.
    struct Details: Sendable, Equatable {
        /// As it was asked for: of an image for several machines, the list's.
        package let digest: String
        /// The TCP ports of EXPOSE, ascending.
        package let exposedPorts: [Int]
        /// Empty: root.
        package let user: String
    }

    /// Reads an image's configuration without fetching the image; nil when there is none. Of one for several machines, the
    /// first for Linux: they differ in their machine code.
    func details(of repository: String, _ reference: String) async throws(EngineError) -> Details? {
        let answer = try await send("GET", repository, reference)
        if answer.status == 404 { return nil }
        guard answer.status == 200 else { throw EngineError(status: answer.status, body: answer.body) }
        let manifest = try answer.json()
        let digest = answer.header("Docker-Content-Digest") ?? reference
        if let list = manifest["manifests"]?.array {
            let one = list.first { $0["platform"]?["os"]?.string == "linux" }
            guard let inner = one?["digest"]?.string, inner != reference, let found = try await details(of: repository, inner) else { return nil }
            return Details(digest: digest, exposedPorts: found.exposedPorts, user: found.user)
        }
        guard let blob = manifest["config"]?["digest"]?.string else { throw .unreadable("the registry's manifest") }
        let configuration = try await send("GET", repository, blob, of: "blobs")
        guard configuration.status == 200 else { throw EngineError(status: configuration.status, body: configuration.body) }
        let config = try configuration.json()["config"] ?? .null
        let ports = (config["ExposedPorts"]?.object ?? [:]).keys.filter { !$0.hasSuffix("/udp") }.compactMap { Int($0.prefix { $0 != "/" }) }
        return Details(digest: digest, exposedPorts: ports.sorted(), user: config["User"]?.string ?? "")
    }
}
