package import Core

/// One object of the Kubernetes API, with the fields that Slipway renders and reads; JSON exactly as the API server's.
///
/// A field that is absent is nil: what Slipway does not own it neither sends nor compares.
package protocol KubernetesObject: Codable, Sendable, Equatable {
    static var apiVersion: String { get }
    static var kind: String { get }
    /// The kind's name in paths: lower case, plural.
    static var plural: String { get }
    static var isNamespaced: Bool { get }
    /// Absent in the items of a list; `ofItsKind` writes them in.
    var apiVersion: String? { get set }
    var kind: String? { get set }
    var metadata: ObjectMeta { get set }
}

package extension KubernetesObject {
    static var plural: String { kind.lowercased() + "s" }
    static var isNamespaced: Bool { true }

    /// The same, saying what it is: equal whether it came in a list or by itself.
    var ofItsKind: Self {
        var object = self
        (object.apiVersion, object.kind) = (Self.apiVersion, Self.kind)
        return object
    }
}

/// `metadata` (Kubernetes API, ObjectMeta).
package struct ObjectMeta: Codable, Sendable, Equatable {
    package var name: String
    package var namespace: String?
    package var labels: [String: String]?
    package var annotations: [String: String]?
    package var uid: String?
    package var resourceVersion: String?
    package var generation: Int64?
    package var creationTimestamp: Timestamp?
    /// When the last of its grace ends; nil until somebody has asked for its deletion. Set: it goes when its last finalizer does.
    package var deletionTimestamp: Timestamp?
    /// The grace that was given, in seconds.
    package var deletionGracePeriodSeconds: Int?
    package var finalizers: [String]?
    package var ownerReferences: [OwnerReference]?

    package init(
        name: String, namespace: String? = nil, labels: [String: String]? = nil, annotations: [String: String]? = nil,
        ownerReferences: [OwnerReference]? = nil
    ) {
        self.name = name
        self.namespace = namespace
        self.labels = labels
        self.annotations = annotations
        self.ownerReferences = ownerReferences
    }
}

/// Whose end is the end of the object that carries this; in the same namespace, or of the cluster.
package struct OwnerReference: Codable, Sendable, Equatable {
    package var apiVersion: String
    package var kind: String
    package var name: String
    package var uid: String
    package var controller: Bool?
    package var blockOwnerDeletion: Bool?

    package init(apiVersion: String, kind: String, name: String, uid: String, controller: Bool? = nil, blockOwnerDeletion: Bool? = nil) {
        self.apiVersion = apiVersion
        self.kind = kind
        self.name = name
        self.uid = uid
        self.controller = controller
        self.blockOwnerDeletion = blockOwnerDeletion
    }
}

package struct LabelSelector: Codable, Sendable, Equatable {
    package struct Requirement: Codable, Sendable, Equatable {
        package var key: String
        package var `operator`: String
        package var values: [String]?

        package init(key: String, operator: String, values: [String]? = nil) {
            self.key = key
            self.operator = `operator`
            self.values = values
        }
    }

    package var matchLabels: [String: String]?
    package var matchExpressions: [Requirement]?

    package init(matchLabels: [String: String]?, matchExpressions: [Requirement]? = nil) {
        self.matchLabels = matchLabels
        self.matchExpressions = matchExpressions
    }
}

/// What a status says of one aspect: `Available`, `Progressing`, `PodScheduled`.
package struct Condition: Codable, Sendable, Equatable {
    package var type: String
    /// `True`, `False` or `Unknown`.
    package var status: String
    package var reason: String?
    package var message: String?
    package var lastTransitionTime: Timestamp?

    package init(type: String, status: String, reason: String? = nil, message: String? = nil, lastTransitionTime: Timestamp? = nil) {
        self.type = type
        self.status = status
        self.reason = reason
        self.message = message
        self.lastTransitionTime = lastTransitionTime
    }

    package var isTrue: Bool { status == "True" }
}

package extension [Condition]? {
    subscript(_ type: String) -> Condition? { self?.first { $0.type == type } }
}

/// A value that is a number or a text in the API: a port by number or name, a percentage.
package enum IntOrString: Codable, Sendable, Equatable {
    case int(Int)
    case string(String)

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) { self = .int(number) } else { self = .string(try container.decode(String.self)) }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .int(let number): try container.encode(number)
        case .string(let text): try container.encode(text)
        }
    }
}
