import Core
import Synchronization

/// Tries the published ports of all that serve, as the router does: what listens there may have lost the way that led to it.
struct ReachReconciler: Sendable {
    let store: DeployStore
    let containers: EngineContainers
    let unreached: Unreached
    let replaced: Setbacks<AppID>

    /// How many are tried at once; one that refuses takes two seconds.
    private static let width = 16

    func pass() async throws {
        let serving = try await store.fleet().filter { $0.state == .serving }
        var lost: [FleetMember] = []
        for start in stride(from: 0, to: serving.count, by: Self.width) {
            lost += await withTaskGroup(of: FleetMember?.self) { group in
                for member in serving[start..<min(start + Self.width, serving.count)] {
                    group.addTask { if let port = member.port, await containers.leadsNowhere(port) { member } else { nil } }
                }
                return await group.reduce(into: []) { found, member in if let member { found.append(member) } }
            }
            try Task.checkCancellation()
        }
        replaced.drop(overdue: .seconds(600))
        unreached.are(lost.map(\.id))
        try await store.wake(Set(lost.map(\.app)).sorted())
    }
}

/// The instances that serve and were not reached the last time: for whoever looks after their app next.
final class Unreached: Sendable {
    private let ids = Mutex<Set<InstanceID>>([])

    func are(_ found: [InstanceID]) { ids.withLock { $0 = Set(found) } }

    /// Whether it is one; it is not any more.
    func take(_ id: InstanceID) -> Bool { ids.withLock { $0.remove(id) != nil } }
}
