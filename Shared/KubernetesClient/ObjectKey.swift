/// Which object of a kind.
package struct ObjectKey: Sendable, Hashable, CustomStringConvertible {
    /// nil for what belongs to the whole cluster.
    package let namespace: String?
    package let name: String

    package init(namespace: String?, name: String) {
        self.namespace = namespace
        self.name = name
    }

    package var description: String { namespace.map { "\($0)/\(name)" } ?? name }
}
