import Core
import Kubernetes
import KubernetesClient
import Reconciliation

/// How what is not wanted any more leaves the cluster.
extension ClusterRuntime {
    /// Has objects deleted that are not wanted any more: a tombstone in the database first, then the deletion, then a look.
    func retire(_ objects: Set<ClusterObject>, of cluster: ClusterState, _ lease: Leased<AppID>) async throws -> Duration {
        guard !objects.isEmpty else { return Self.steady }
        let fresh = objects.subtracting(cluster.tombstones)
        if !fresh.isEmpty { try await store.settle(lease, "burying objects") { db, app in try db.buryObjects(Array(fresh), of: app.id) } }
        var isLeft = false
        for object in objects {
            guard try await client.remove(object, installation: rendering.installation) else {
                isLeft = true
                continue
            }
            try await store.settle(lease, "forgetting object") { db, _ in try db.objectIsGone(object) }
        }
        return isLeft ? Self.brisk : .zero
    }

    /// Everything of the app; then, when the server has nothing of it any more, the app itself.
    func remove(_ state: RuntimeState, _ cluster: ClusterState, _ lease: Leased<AppID>) async throws -> Duration {
        let pause = try await retire(cluster.objects, of: cluster, lease)
        guard cluster.objects.isEmpty else { return min(pause, Self.brisk) }
        let scope = ResourceScope(namespace: rendering.namespace(of: state.app), labels: [Labels.app: state.app.id.description])
        guard try await client.list(Pod.self, scope).items.isEmpty else { return Self.brisk }
        try await store.settle(lease, "removing app") { db, app in
            for instance in try db.instances(of: app.id) { try db.instanceRemoved(instance.id) }
            try db.buryProjectIfEmpty(app)
            try db.removeApp(app.id)
        }
        stillness.forget(state.app.id)
        return Self.steady
    }
}
