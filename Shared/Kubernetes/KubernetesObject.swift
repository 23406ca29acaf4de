/// One object of the Kubernetes API, with the fields that Slipway renders and reads; JSON exactly as the API server's.
///
/// A field that is absent is nil: what Slipway does not own it neither sends nor compares.
package protocol KubernetesObject: Codable, Sendable, Equatable {
    static var apiVersion: String { get }
    static var kind: String { get }
    var metadata: ObjectMeta { get set }
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

    package init(name: String, namespace: String? = nil, labels: [String: String]? = nil, annotations: [String: String]? = nil) {
        self.name = name
        self.namespace = namespace
        self.labels = labels
        self.annotations = annotations
    }
}

package struct LabelSelector: Codable, Sendable, Equatable {
    package var matchLabels: [String: String]?

    package init(matchLabels: [String: String]) {
        self.matchLabels = matchLabels
    }
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
