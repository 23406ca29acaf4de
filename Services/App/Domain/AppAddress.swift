import Core

/// Hosts and URLs of apps: `<app>-<project>.<apps domain>`.
package struct AppAddress: Sendable {
    let domain: String
    let scheme: String
    let port: Int

    /// - Parameter port: 0 when it is the scheme's own.
    package init(domain: String, scheme: String, port: Int) {
        self.domain = domain
        self.scheme = scheme
        self.port = port
    }

    package func url(_ host: String) -> String {
        let isUsual = port == 0 || (scheme == "http" && port == 80) || (scheme == "https" && port == 443)
        return isUsual ? "\(scheme)://\(host)" : "\(scheme)://\(host):\(port)"
    }

    /// What to try in turn: the plain host where a DNS label may be that long, then some with a short random end, because
    /// two different pairs of names can be one label ("a-b" of "c", "a" of "b-c").
    package func candidates(app: String, project: String) -> [String] {
        let label = "\(app)-\(project)"
        let plain = label.utf8.count <= 63 ? [label] : []
        let suffixed = (0..<8).map { _ in
            let stem = label.prefix(58)
            return "\(stem.hasSuffix("-") ? stem.dropLast() : stem)-\(Self.suffix())"
        }
        return (plain + suffixed).map { "\($0).\(domain)" }
    }

    private static func suffix() -> String {
        let letters = Array("bcdfghjkmnpqrstvwxz23456789")
        return String(Random.bytes(4).map { letters[Int($0) % letters.count] })
    }
}
