import Core

/// What is to be done about an app's instances: desired × actual → steps. Pure, and the same answer for the same rows.
///
/// The rules that keep every request answered: new instances come first; traffic moves to them when all of them serve;
/// what is not wanted leaves the route before it is told to stop.
struct Plan: Equatable, Sendable {
    /// Wanted and missing: a deployment and how many of it.
    var additions: [DeploymentID: Int] = [:]
    /// Not wanted any more, in the order in which they go.
    var retirements: [InstanceID] = []
    /// Where the traffic shall go, sorted.
    var ports: [Int] = []

    init(_ app: AppRecord, _ instances: [Instance]) {
        let alive = instances.filter { [.starting, .serving, .failed].contains($0.state) }
        var retired: Set<InstanceID> = []
        var wanted: Set<InstanceID> = []
        if !app.isDeleting {
            if let current = app.current { consider(current, of: alive, app, &wanted) }
            if let candidate = app.candidate, candidate != app.current { consider(candidate, of: alive, app, &wanted) }
        }
        for instance in alive where !wanted.contains(instance.id) {
            retired.insert(instance.id)
            retirements.append(instance.id)
        }
        guard !app.isDeleting, app.scale > 0, let routed = app.routed else { return }
        let kept = alive.filter { $0.deployment == routed && !retired.contains($0.id) }
        ports = Self.targets(kept, app).compactMap(\.port).sorted()
    }

    private mutating func consider(_ deployment: DeploymentID, of alive: [Instance], _ app: AppRecord, _ wanted: inout Set<InstanceID>) {
        let members = alive.filter { $0.deployment == deployment }
        let isCandidate = deployment != app.current
        let fresh = members.filter { isCandidate || $0.generation == app.restartGeneration }
        // What serves stays before what does not, what is older before what is newer.
        let ranked = fresh.sorted { ($0.state == .serving ? 0 : 1, $0.createdAt, $0.id) < ($1.state == .serving ? 0 : 1, $1.createdAt, $1.id) }
        let scale = isCandidate ? app.candidateScale : app.scale
        let kept = ranked.prefix(scale)
        wanted.formUnion(kept.map(\.id))
        if kept.count < scale { additions[deployment] = scale - kept.count }
        // Those of the restart before stay until all the new ones serve.
        let isReplaced = kept.count == scale && kept.allSatisfy { $0.state == .serving }
        if !isReplaced { wanted.formUnion(members.filter { $0.generation != app.restartGeneration && !isCandidate }.map(\.id)) }
    }

    /// Either all of the newest restart or, while one of them is not there yet, those before it.
    private static func targets(_ kept: [Instance], _ app: AppRecord) -> [Instance] {
        let stale = kept.filter { $0.generation != app.restartGeneration && $0.deployment == app.current }
        let before = stale.filter(\.isRoutable)
        return before.isEmpty ? kept.filter(\.isRoutable) : before
    }
}
