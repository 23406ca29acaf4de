/// Which objects of a kind a list or a watch is about.
package struct ResourceScope: Sendable, Hashable {
    /// nil: of every namespace, or of the cluster.
    package var namespace: String?
    /// Each of these labels with exactly this value.
    package var labels: [String: String]
    /// Fields that the API server selects by: `metadata.name`, `involvedObject.uid`.
    package var fields: [String: String]

    package init(namespace: String? = nil, labels: [String: String] = [:], fields: [String: String] = [:]) {
        self.namespace = namespace
        self.labels = labels
        self.fields = fields
    }

    package static let everything = ResourceScope()

    /// A single object.
    package static func one(_ name: String, in namespace: String?) -> ResourceScope {
        ResourceScope(namespace: namespace, fields: ["metadata.name": name])
    }

    var query: Query {
        var query: Query = []
        if !labels.isEmpty { query.append(("labelSelector", Self.selector(labels))) }
        if !fields.isEmpty { query.append(("fieldSelector", Self.selector(fields))) }
        return query
    }

    private static func selector(_ terms: [String: String]) -> String {
        terms.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }
}
