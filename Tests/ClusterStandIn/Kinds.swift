/// The kinds that this API server knows.
struct KindFacts {
    let group: String
    let version: String
    let kind: String
    let isNamespaced: Bool

    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
}

enum Kinds {
    static let all: [String: KindFacts] = [
        "namespaces": KindFacts(group: "", version: "v1", kind: "Namespace", isNamespaced: false),
        "pods": KindFacts(group: "", version: "v1", kind: "Pod", isNamespaced: true),
        "services": KindFacts(group: "", version: "v1", kind: "Service", isNamespaced: true),
        "configmaps": KindFacts(group: "", version: "v1", kind: "ConfigMap", isNamespaced: true),
        "secrets": KindFacts(group: "", version: "v1", kind: "Secret", isNamespaced: true),
        "serviceaccounts": KindFacts(group: "", version: "v1", kind: "ServiceAccount", isNamespaced: true),
        "resourcequotas": KindFacts(group: "", version: "v1", kind: "ResourceQuota", isNamespaced: true),
        "limitranges": KindFacts(group: "", version: "v1", kind: "LimitRange", isNamespaced: true),
        "events": KindFacts(group: "", version: "v1", kind: "Event", isNamespaced: true),
        "nodes": KindFacts(group: "", version: "v1", kind: "Node", isNamespaced: false),
        "deployments": KindFacts(group: "apps", version: "v1", kind: "Deployment", isNamespaced: true),
        "replicasets": KindFacts(group: "apps", version: "v1", kind: "ReplicaSet", isNamespaced: true),
        "ingresses": KindFacts(group: "networking.k8s.io", version: "v1", kind: "Ingress", isNamespaced: true),
        "ingressclasses": KindFacts(group: "networking.k8s.io", version: "v1", kind: "IngressClass", isNamespaced: false),
        "networkpolicies": KindFacts(group: "networking.k8s.io", version: "v1", kind: "NetworkPolicy", isNamespaced: true),
        "poddisruptionbudgets": KindFacts(group: "policy", version: "v1", kind: "PodDisruptionBudget", isNamespaced: true),
        "horizontalpodautoscalers": KindFacts(group: "autoscaling", version: "v2", kind: "HorizontalPodAutoscaler", isNamespaced: true),
        "priorityclasses": KindFacts(group: "scheduling.k8s.io", version: "v1", kind: "PriorityClass", isNamespaced: false),
        "jobs": KindFacts(group: "batch", version: "v1", kind: "Job", isNamespaced: true),
        "leases": KindFacts(group: "coordination.k8s.io", version: "v1", kind: "Lease", isNamespaced: true),
    ]

    static func plural(of kind: String) -> String? {
        all.first { $0.value.kind == kind }?.key
    }
}
