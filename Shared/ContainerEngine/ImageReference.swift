/// The parts of an image's name: `registry/repository:tag`, or `@digest`.
struct ImageReference: Equatable {
    /// `host` or `host:port`; nil for a name without one.
    let registry: String?
    let repository: String
    let tag: String?
    let digest: String?

    init(_ text: String) {
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

    /// Without tag and digest.
    var name: String { registry.map { "\($0)/\(repository)" } ?? repository }
}
