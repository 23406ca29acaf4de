import Core

/// What is different from what the rows say: which apps to look at, which containers nobody wants. Pure.
struct Drift: Equatable, Sendable {
    var apps: [AppID]
    var orphans: [String]

    /// - Parameters:
    ///   - containers: listed before the rows were read: a container made meanwhile is not among them, so none is mistaken.
    init(_ containers: [ObservedContainer], _ fleet: [FleetMember], at now: Timestamp) {
        let running = Set(containers.filter { $0.state == .running }.map(\.id))
        let known = Set(fleet.map(\.id))
        let drifted = fleet.filter { member in
            guard let container = member.container, member.state == .serving || member.state == .starting else { return false }
            return !running.contains(container) && (member.retryAt ?? now) <= now
        }
        apps = Set(drifted.map(\.app)).sorted()
        orphans = containers.filter { container in container.instance.map { !known.contains($0) } ?? false }.map(\.id).sorted()
    }
}
