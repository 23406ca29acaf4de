package import Core

/// core/v1 Event: something that happened to an object, told by a controller or a kubelet, kept for an hour or so.
package struct ObjectEvent: KubernetesObject {
    package static let apiVersion = "v1"
    package static let kind = "Event"

    package struct Reference: Codable, Sendable, Equatable {
        package var kind: String?
        package var namespace: String?
        package var name: String?
        package var uid: String?
        /// `spec.containers{app}` when it is about one container.
        package var fieldPath: String?

        package init(kind: String? = nil, namespace: String? = nil, name: String? = nil, uid: String? = nil, fieldPath: String? = nil) {
            self.kind = kind
            self.namespace = namespace
            self.name = name
            self.uid = uid
            self.fieldPath = fieldPath
        }
    }

    package var apiVersion: String? = ObjectEvent.apiVersion
    package var kind: String? = ObjectEvent.kind
    package var metadata: ObjectMeta
    package var involvedObject: Reference
    package var reason: String?
    package var message: String?
    /// `Normal` or `Warning`.
    package var type: String?
    /// How often it has happened.
    package var count: Int?
    package var firstTimestamp: Timestamp?
    package var lastTimestamp: Timestamp?
    package var eventTime: Timestamp?

    package init(metadata: ObjectMeta, involvedObject: Reference, reason: String?, message: String?, type: String? = nil) {
        self.metadata = metadata
        self.involvedObject = involvedObject
        self.reason = reason
        self.message = message
        self.type = type
    }

    /// When it last happened, by whichever of its clocks is set.
    package var time: Timestamp? { lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata.creationTimestamp }
}
