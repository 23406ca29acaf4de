package import Core
package import HTTPClient

/// The registry that images are pushed to, as far as this service asks it by itself.
package struct ImageRegistry: Sendable {
    /// "127.0.0.1:15000"
    package let host: String
    private let http: HTTPClient

    package init(host: String, http: HTTPClient) {
        self.host = host
        self.http = http
    }

    /// "127.0.0.1:15000/<project id>/<app id>"
    package func name(_ build: Build) -> String { "\(host)/\(build.project)/\(build.app)" }

    /// The name under which a build is pushed.
    package func tag(_ build: Build) -> String { "\(name(build)):\(build.id)" }

    /// The digest that the registry has for a build; nil when its push was never finished.
    package func digest(of build: Build) async throws -> String? {
        let path = "\(build.project)/\(build.app)/manifests/\(build.id)"
        let answer = try await http.send(
            HTTPRequest(
                method: "HEAD", url: "http://\(host)/v2/\(path)",
                headers: [
                    (
                        "Accept",
                        "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.v2+json, application/vnd.docker.distribution.manifest.list.v2+json"
                    )
                ], timeout: .seconds(10)))
        guard answer.status == 200 else { return nil }
        return answer.header("Docker-Content-Digest")
    }

    /// Removes an image by its digest ("host/name@sha256:…"). One that is gone, or that the registry will not part with,
    /// is no error: nothing refers to it any more.
    package func remove(_ image: String) async throws {
        guard image.hasPrefix(host + "/"), let at = image.lastIndex(of: "@") else { return }
        let name = image.dropFirst(host.count + 1)[..<at]
        let answer = try await http.send(
            HTTPRequest(
                method: "DELETE", url: "http://\(host)/v2/\(name)/manifests/\(image[image.index(after: at)...])", timeout: .seconds(10)))
        guard [200, 202, 404, 405].contains(answer.status) else {
            throw Fault.unavailable("The registry refused to remove an image.", detail: "\(answer.status) for \(image)")
        }
    }
}
