import Kubernetes

extension Kubernetes.Secret {
    /// An empty ConfigMap of its name that it owns: it goes when the Secret does, and may be watched where Secrets may not.
    ///
    /// Which Secret of that name is known when it is written: the owner's id is empty until then.
    var witness: ConfigMap {
        let owner = OwnerReference(apiVersion: Self.apiVersion, kind: Self.kind, name: metadata.name, uid: "")
        let meta = ObjectMeta(name: metadata.name, namespace: metadata.namespace, labels: metadata.labels, ownerReferences: [owner])
        return ConfigMap(metadata: meta, data: nil)
    }
}
