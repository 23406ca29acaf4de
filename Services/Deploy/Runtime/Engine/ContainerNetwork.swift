import Core

/// How instances are connected: a network per project, or, where the machine has no packet filter, each alone.
enum ContainerNetwork: Sendable, Equatable {
    /// A bridge per project: its apps see one another, nobody else's.
    case bridge
    /// A mode of the engine's, for every container: "slirp4netns".
    case mode(String)

    init(_ text: String) { self = text == "bridge" ? .bridge : .mode(text) }

    /// The network's name; nil where there is none to make. Both ids by their random ends: their beginnings are times.
    func name(installation: String, project: ProjectID) -> String? {
        guard self == .bridge else { return nil }
        return "slipway-\(installation.suffix(8))-\(project.description.suffix(12))"
    }
}
