import Kubernetes

/// The objects that a cache holds, and what a change to them amounts to. No clock, no lock, no I/O.
struct ResourceStore<Object: KubernetesObject> {
    private struct Kept {
        var object: Object
        /// Its `resourceVersion` when anything that is kept of it changed last.
        var revision: String?
    }

    private let label: String?
    private var objects: [ObjectKey: Kept] = [:]
    private var byLabel: [String: Set<ObjectKey>] = [:]

    init(label: String?) {
        self.label = label
    }

    var count: Int { objects.count }

    subscript(key: ObjectKey) -> Object? { objects[key]?.object }

    /// Another one whenever the object is another, and while it is not, the same: what nobody keeps of it may change meanwhile.
    func revision(of key: ObjectKey) -> String? { objects[key]?.revision }

    func objects(_ labels: [String: String]) -> [Object] {
        guard let label, let value = labels[label] else {
            return objects.values.map(\.object).filter { $0.has(labels) }
        }
        return (byLabel[value] ?? []).compactMap { objects[$0]?.object }.filter { $0.has(labels) }
    }

    /// nil when this is what is there, or older, or differs in nothing that is kept: an autoscaler's status, say.
    mutating func put(_ object: Object) -> ResourceChange<Object>? {
        guard let old = objects[object.key]?.object else {
            keep(object)
            return .added(object)
        }
        guard !object.isOlder(than: old) else { return nil }
        guard !object.equals(old, but: \.metadata.resourceVersion) else {
            // The version that a write has to name all the same.
            objects[object.key]?.object = object
            return nil
        }
        drop(old)
        keep(object)
        // Of the same name, but another object: it went, and came anew while we did not look.
        return .updated(from: old, to: object)
    }

    /// - Parameter last: the object at its end; what came after it under its name stays.
    mutating func remove(_ key: ObjectKey, unlessNewerThan last: Object? = nil) -> ResourceChange<Object>? {
        guard let old = objects[key]?.object else { return nil }
        if let last, last.isOlder(than: old) { return nil }
        drop(old)
        return .removed(old)
    }

    /// A whole list: what is not in it is gone.
    mutating func replace(with list: [Object]) -> [ResourceChange<Object>] {
        let present = Set(list.map(\.key))
        var changes: [ResourceChange<Object>] = []
        for (key, kept) in objects where !present.contains(key) {
            drop(kept.object)
            changes.append(.removed(kept.object))
        }
        for object in list {
            // A list is the truth, even one that an older server of several gave.
            if let old = objects[object.key]?.object, object.isOlder(than: old) {
                drop(old)
                keep(object)
                changes.append(.updated(from: old, to: object))
            } else if let change = put(object) {
                changes.append(change)
            }
        }
        return changes
    }

    private mutating func keep(_ object: Object) {
        objects[object.key] = Kept(object: object, revision: object.metadata.resourceVersion)
        if let value = value(object) { byLabel[value, default: []].insert(object.key) }
    }

    private mutating func drop(_ object: Object) {
        objects[object.key] = nil
        guard let value = value(object) else { return }
        byLabel[value]?.remove(object.key)
        if byLabel[value]?.isEmpty ?? false { byLabel[value] = nil }
    }

    private func value(_ object: Object) -> String? {
        label.flatMap { object.metadata.labels?[$0] }
    }
}

private extension KubernetesObject {
    func has(_ labels: [String: String]) -> Bool {
        labels.allSatisfy { metadata.labels?[$0.key] == $0.value }
    }

    func equals<Value>(_ other: Self, but part: WritableKeyPath<Self, Value>) -> Bool {
        var same = self
        same[keyPath: part] = other[keyPath: part]
        return same == other
    }

    /// By `resourceVersion`, which counts up in every API server on etcd; where it does not, nothing is older than anything.
    func isOlder(than other: Self) -> Bool {
        guard let mine = metadata.resourceVersion.flatMap({ UInt64($0) }), let theirs = other.metadata.resourceVersion.flatMap({ UInt64($0) })
        else { return false }
        return mine < theirs
    }
}
