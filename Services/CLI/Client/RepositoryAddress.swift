import Foundation

/// A repository by host and path: the same for `https://github.com/acme/shop.git` and `git@github.com:acme/shop`.
struct RepositoryAddress: Equatable {
    let host: String
    let path: String

    init?(_ url: String) {
        var rest = Substring(url)
        if let scheme = rest.range(of: "://") {
            rest = rest[scheme.upperBound...]
        } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
            // scp's way: user@host:path.
            rest = rest[..<colon] + "/" + rest[rest.index(after: colon)...]
        } else {
            return nil
        }
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        var host = rest[..<slash]
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        var path = rest[rest.index(after: slash)...]
        while path.hasSuffix("/") { path = path.dropLast() }
        if path.hasSuffix(".git") { path = path.dropLast(4) }
        guard !host.isEmpty, !path.isEmpty else { return nil }
        self.host = host.lowercased()
        self.path = String(path)
    }
}
