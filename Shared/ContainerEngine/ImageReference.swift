/// The parts of an image's name: `registry/repository:tag`, or `@digest`.
package struct ImageReference: Equatable, Sendable {
    /// `host` or `host:port`; nil for a name without one.
    package let registry: String?
    package let repository: String
    package let tag: String?
    package let digest: String?

    package init(_ text: String) {
        let parts = text.split(separator: "@", maxSplits: 1)
        digest = parts.count == 2 ? String(parts[1]) : nil
        var name = parts.first ?? ""
        // A colon after the last slash begins a tag; before, it belongs to a port.
        let lastPart = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        if let colon = name[lastPart...].firstIndex(of: ":") {
            tag = String(name[name.index(after: colon)...])
            name = name[..<colon]
        } else {
            tag = nil
        }
        let pieces = name.split(separator: "/", maxSplits: 1)
        if pieces.count == 2, let host = pieces.first, host.contains(".") || host.contains(":") || host == "localhost" {
            registry = String(host)
            repository = String(pieces[1])
        } else {
            registry = nil
            repository = String(name)
        }
    }

    /// What its repository is called in `place`; nil when it lies elsewhere. A place on this machine's loopback is known by its other names.
    package func name(in place: RegistryPlace) -> String? {
        guard let registry else { return nil }
        let (ours, theirs) = (Self.parts(place.host), Self.parts(registry))
        guard Self.isSame(ours.port, theirs.port), ours.host == theirs.host || (Self.isLoopback(ours.host) && Self.isLoopback(theirs.host)) else { return nil }
        guard !repository.split(separator: "/").contains(where: { $0 == "." || $0 == ".." }) else { return nil }
        // Registries know lowercase only; what an engine makes of another case is not left to it.
        return place.name(of: repository.lowercased())
    }

    package func lies(in place: RegistryPlace) -> Bool { name(in: place) != nil }

    private static func parts(_ registry: String) -> (host: String, port: String) {
        let parts = registry.lowercased().split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return (String(parts[0]), parts.count == 2 ? String(parts[1]) : "")
    }

    /// None is the scheme's own.
    private static func isSame(_ one: String, _ other: String) -> Bool {
        one == other || one.isEmpty && usual.contains(other) || other.isEmpty && usual.contains(one)
    }

    private static let usual = ["443", "80"]

    private static func isLoopback(_ host: String) -> Bool { host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") }

    /// Without tag and digest.
    var name: String { registry.map { "\($0)/\(repository)" } ?? repository }

    /// With its registry and whole path, as engines complete a short name: "docker.io/library/node:20" of "node:20".
    package var qualified: String {
        let whole = registry == nil ? "docker.io/\(repository.contains("/") ? "" : "library/")\(repository)" : name
        return whole + (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "")
    }
}
