import Core

/// Server-side apply: what a manager says is so, and what it no longer says is gone unless another owns it.
struct ServerSideApply {
    struct Conflict: Error {
        let fields: [(manager: String, path: FieldPath)]
    }

    let configuration: JSONValue
    let manager: FieldOwners.Manager
    let force: Bool

    /// - Parameter live: nil creates.
    func merge(into live: JSONValue?, _ owners: FieldOwners) throws -> (JSONValue, FieldOwners) {
        let wanted = FieldTree.leaves(of: stripped)
        var owners = owners
        if let live { try settle(wanted, live, &owners) }
        var object = live ?? ["apiVersion": configuration["apiVersion"] ?? nil, "kind": configuration["kind"] ?? nil, "metadata": [:]]
        object["metadata"]?["name"] = configuration["metadata"]?["name"]
        if let namespace = configuration["metadata"]?["namespace"] { object["metadata"]?["namespace"] = namespace }
        let unsaid = (owners.fields[manager] ?? []).subtracting(wanted.keys).filter { path in
            !owners.fields.contains { $0.key != manager && $0.value.contains(path) }
        }
        for path in unsaid where !path.isKeyOfItem { object = FieldTree.remove(at: path.parts[...], from: object) ?? .object([:]) }
        for (path, value) in wanted.sorted(by: { $0.key < $1.key }) { object = FieldTree.set(value, at: path.parts[...], in: object) }
        owners.fields[manager] = Set(wanted.keys)
        return (object, owners)
    }

    private func settle(_ wanted: [FieldPath: JSONValue], _ live: JSONValue, _ owners: inout FieldOwners) throws {
        var conflicts: [(String, FieldPath)] = []
        for (other, paths) in owners.fields where other != manager {
            for path in paths {
                guard let value = wanted[path], FieldTree.value(at: path.parts[...], in: live) != value else { continue }
                conflicts.append((other.name, path))
                if force { owners.fields[other]?.remove(path) }
            }
        }
        guard force || conflicts.isEmpty else { throw Conflict(fields: conflicts.sorted { $0.1 < $1.1 }.map { (manager: $0.0, path: $0.1) }) }
        owners.fields = owners.fields.filter { !$0.value.isEmpty }
    }

    /// Without what identifies the object, which nobody owns.
    private var stripped: JSONValue {
        var object = configuration
        (object["apiVersion"], object["kind"]) = (nil, nil)
        for field in ["name", "namespace", "uid", "resourceVersion", "managedFields", "generation", "creationTimestamp"] { object["metadata"]?[field] = nil }
        if object["metadata"]?.object?.isEmpty ?? false { object["metadata"] = nil }
        return object
    }
}
