package import Core

/// Where Slipway's images are: a registry and, in one that others have repositories in as well, the path that all of ours begin with.
/// "127.0.0.1:15000", "ghcr.io/acme/slipway".
///
/// What lies beside that path is somebody else's: no login of ours is shown for it.
package struct RegistryPlace: Equatable, Sendable, CustomStringConvertible {
    /// `host` or `host:port`, which answers at `/v2/`.
    package let host: String
    /// Without a slash at either end; empty where the whole registry is ours.
    package let path: String

    package init(host: String, path: String = "") {
        self.host = host
        self.path = path
    }

    /// - Throws: `failedPrecondition`, with a sentence for the operator, for what no image can be named by.
    package init(validating text: String, _ variable: String) throws(Fault) {
        func wrong(_ why: String) -> Fault { Fault(.failedPrecondition, "\(variable) is \"\(text)\", but \(why).") }
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        (host, path) = (parts[0], parts.count == 2 ? parts[1] : "")
        guard host.wholeMatch(of: Self.hostPattern) != nil else { throw wrong("it must be host:port, or host:port/path") }
        // By this, names of images tell a registry from a repository.
        guard host.contains(".") || host.contains(":") || host == "localhost" else {
            throw wrong("\(host) reads as a repository in an image's name: give it a domain or a port")
        }
        guard parts.count == 1 || path.wholeMatch(of: Self.pathPattern) != nil else {
            throw wrong("the path of a repository has lowercase letters, digits and single . _ - between its slashes, and does not end with one")
        }
        // https://docs.docker.com/docker-hub/repos/create/: an account and one name, where Slipway's have more.
        guard !["docker.io", "index.docker.io", "registry-1.docker.io"].contains(host) else {
            throw wrong("Docker Hub has no repositories below others, which Slipway's are")
        }
    }

    private static var hostPattern: Regex<Substring> { /(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?/ }

    // https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#pulling-manifests
    private static var pathPattern: Regex<Substring> {
        /[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*/
    }

    /// As names of images begin.
    package var description: String { path.isEmpty ? host : "\(host)/\(path)" }

    /// A repository of ours, as the registry knows it: "acme/slipway/<name>".
    package func repository(_ name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }

    /// What a repository is called below our path; nil when it lies beside it.
    package func name(of repository: String) -> String? {
        guard !path.isEmpty else { return repository }
        return repository.hasPrefix(path + "/") ? String(repository.dropFirst(path.count + 1)) : nil
    }
}
