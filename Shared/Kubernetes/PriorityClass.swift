/// scheduling.k8s.io/v1 PriorityClass: who waits for whom, and who may be sent away for whom.
package struct PriorityClass: KubernetesObject {
    package static let apiVersion = "scheduling.k8s.io/v1"
    package static let kind = "PriorityClass"
    package static let plural = "priorityclasses"
    package static let isNamespaced = false

    package var apiVersion: String? = PriorityClass.apiVersion
    package var kind: String? = PriorityClass.kind
    package var metadata: ObjectMeta
    package var value: Int
    package var preemptionPolicy: String?
    package var description: String?

    package init(metadata: ObjectMeta, value: Int, preemptionPolicy: String? = nil, description: String? = nil) {
        self.metadata = metadata
        self.value = value
        self.preemptionPolicy = preemptionPolicy
        self.description = description
    }
}
