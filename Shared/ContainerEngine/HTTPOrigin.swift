import Foundation

/// Where a URL leads: what may be shown to one origin may not be shown to another.
struct HTTPOrigin: Equatable, Sendable {
    let scheme: String
    let host: String
    let port: Int

    /// Nil for what is neither http nor https, names nobody, or names a user.
    init?(_ url: String) {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = parts.host?.lowercased(), !host.isEmpty, parts.user == nil, parts.password == nil
        else { return nil }
        self.scheme = scheme
        self.host = host
        port = parts.port ?? (scheme == "http" ? 80 : 443)
    }

    var isPlain: Bool { scheme == "http" }
}
