/// The images that generated Dockerfiles begin with, by name: one a language, `static` for files, `shell` for the rest.
/// Settings, so that an installation without internet names its own.
package struct BaseImages: Sendable, Equatable {
    /// Upstream's, with `{version}` where a version goes.
    package static let upstream: [String: String] = Dictionary(
        uniqueKeysWithValues: [("static", "docker.io/library/busybox:1.36"), ("shell", "docker.io/library/debian:12-slim")]
            + Language.all.map { ($0.name, $0.image) })

    private let references: [String: String]

    package init(_ own: [String: String] = [:]) {
        references = Self.upstream.merging(own) { _, own in own }
    }

    /// The names, in order.
    package static var names: [String] { upstream.keys.sorted() }

    /// What serves files.
    package var fixed: String { self["static"] }

    /// As it is set: `{version}` may stand in it.
    package subscript(name: String) -> String { references[name] ?? "" }

    /// All of them, as they are set: none is collected.
    package var all: [String] { references.values.sorted() }

    /// A short name is one of ours, with the version that is usual; anything else is an image reference.
    package func reference(_ name: String) -> String {
        let name = name.isEmpty ? "shell" : name
        guard let own = references[name] else { return name }
        return own.replacing("{version}", with: Language.all.first { $0.name == name }?.version ?? "latest")
    }

    /// The repositories of those that lie in a registry, `host:port`.
    package func repositories(in registry: String) -> [String] {
        all.filter { $0.hasPrefix(registry + "/") }.map { String($0.dropFirst(registry.count + 1).prefix { $0 != ":" && $0 != "@" }) }
    }

    /// All of them, for what makes two builds the same.
    var fingerprint: String { references.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ") }

    /// The version that a reference's tag begins with: "18.19.0" of `…/base-node:18.19.0-2f3a`; nil when it says none.
    package static func version(of reference: String) -> String? {
        let name = reference.prefix { $0 != "@" }
        guard let colon = name.lastIndex(of: ":"), name.lastIndex(of: "/").map({ $0 < colon }) ?? true else { return nil }
        let version = name[name.index(after: colon)...].prefix { $0.isNumber || $0 == "." }
        let rest = name[version.endIndex...]
        guard rest.isEmpty || rest.hasPrefix("-"), VersionRange.parts(String(version)) != nil else { return nil }
        return String(version)
    }
}
