import Core
import Kubernetes
import KubernetesClient

/// The kinds that are ever applied, by name: what a row of `cluster_objects` may name, and nothing else may be deleted.
enum ClusterKind {
    static let all: [any KubernetesObject.Type] = [
        Namespace.self, ResourceQuota.self, LimitRange.self, NetworkPolicy.self, ServiceAccount.self, ConfigMap.self,
        Kubernetes.Secret.self, Kubernetes.Service.self, Kubernetes.Deployment.self, Ingress.self, PodDisruptionBudget.self,
        HorizontalPodAutoscaler.self,
    ]

    static func named(_ kind: String) -> (any KubernetesObject.Type)? { all.first { $0.kind == kind } }
}

extension KubernetesClient {
    /// Has an object deleted that is ours; true once the server has it no more. Somebody else's of that name is left alone.
    ///
    /// - Parameter mayGo: asked after the object was looked at and before it is deleted, where another may have removed it and made it anew.
    func remove(_ row: ClusterObject, installation: String, mayGo: () async throws -> Bool = { true }) async throws -> Bool {
        guard let type = ClusterKind.named(row.kind) else { return true }
        return try await remove(type, row, installation, mayGo)
    }

    private func remove<Object: KubernetesObject>(
        _ type: Object.Type, _ row: ClusterObject, _ installation: String, _ mayGo: () async throws -> Bool
    ) async throws -> Bool {
        let namespace = type.isNamespaced ? row.namespace : nil
        guard let live = try await get(type, row.name, in: namespace) else { return true }
        guard live.metadata.labels?[Labels.installation] == installation else { return true }
        if live.metadata.deletionTimestamp == nil {
            guard try await mayGo() else { return false }
            // Its own life only: what was made anew under the name meanwhile stays.
            do {
                _ = try await delete(
                    type, row.name, in: namespace, propagation: type.kind == Kubernetes.Deployment.kind ? .foreground : .background,
                    uid: live.metadata.uid)
            } catch {
                guard error.isConflict || error.isNotFound else { throw error }
            }
        }
        return try await get(type, row.name, in: namespace) == nil
    }
}
