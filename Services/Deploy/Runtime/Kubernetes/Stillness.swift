import Core
import Kubernetes
import KubernetesClient
import Synchronization

/// Apps that were found as they shall be, and what that finding went by. While nothing of it has changed, rendering and comparing again
/// would find the same.
final class Stillness: Sendable {
    private let found = Mutex<[AppID: Int]>([:])

    /// What a finding goes by: the rows, and the revision of every object. Nil where something is on its way.
    func basis(_ app: AppRecord, release: Int, _ cluster: ClusterState, _ caches: ClusterCaches) -> Int? {
        guard app.candidate == nil, cluster.refusal == nil, cluster.tombstones.isEmpty, !cluster.isProjectLeaving else { return nil }
        var hasher = Hasher()
        hasher.combine(app)
        hasher.combine(release)
        // Sets have no order, and the hash of one does not need any.
        hasher.combine(cluster.objects)
        hasher.combine(cluster.projectObjects)
        var revisions: Set<String> = []
        for object in cluster.objects.union(cluster.projectObjects) {
            guard let revision = caches.revision(of: object) else { return nil }
            revisions.insert("\(object.kind) \(object.name) \(revision)")
        }
        hasher.combine(revisions)
        return hasher.finalize()
    }

    func holds(_ basis: Int, of app: AppID) -> Bool { found.withLock { $0[app] == basis } }

    func note(_ basis: Int, of app: AppID) { found.withLock { $0[app] = basis } }

    func forget(_ app: AppID) { found.withLock { _ = $0.removeValue(forKey: app) } }

    func keep(only apps: Set<AppID>) { found.withLock { found in found = found.filter { apps.contains($0.key) } } }
}
