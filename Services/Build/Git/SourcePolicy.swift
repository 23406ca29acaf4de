import Core

/// Decides whether a repository may be asked at all, and by which address. The name is resolved once, here; Git is then
/// pinned to what was checked, so a name that changes its mind in between reaches nothing else.
package struct SourcePolicy: Sendable {
    private let allowsPrivate: Bool
    private let resolver: AddressResolver

    package init(allowsPrivate: Bool, resolver: AddressResolver = AddressResolver()) {
        self.allowsPrivate = allowsPrivate
        self.resolver = resolver
    }

    /// The checked address of a repository.
    package func admit(_ repository: String) async throws(BuildFailure) -> PinnedRepository {
        let url = try parse(repository)
        let addresses = await resolver.addresses(of: url.host)
        guard !addresses.isEmpty else {
            throw BuildFailure(.sourceUnreachable, "\(url.name) can't be reached: there is no host \(url.host).")
        }
        guard allowsPrivate || addresses.allSatisfy(AddressPolicy.isPublic) else {
            throw BuildFailure(
                .policyRefused, "\(url.name) is at a private address, which this installation does not allow as a source.")
        }
        return PinnedRepository(url: url, addresses: addresses)
    }

    /// The form alone.
    package func parse(_ repository: String) throws(BuildFailure) -> RepositoryURL {
        do {
            return try RepositoryURL(repository, allowsHTTP: allowsPrivate)
        } catch {
            let wants = allowsPrivate ? "https://host/path or http://host/path" : "https://host/path"
            throw BuildFailure(
                .policyRefused, "The repository must have the form \(wants), without user name, password or query.",
                cause: "\(error): \(repository.prefix(200).debugDescription)")
        }
    }
}

/// A repository and the addresses that were found good for it.
package struct PinnedRepository: Sendable, Equatable {
    package let url: RepositoryURL
    package let addresses: [String]

    /// The value of `http.curloptResolve`: curl asks nobody else.
    var pin: String {
        let list = addresses.map { $0.contains(":") ? "[\($0)]" : $0 }.joined(separator: ",")
        return "\(url.host):\(url.port):\(list)"
    }
}
