import Core

/// Who owns which fields of an object.
struct FieldOwners: Equatable {
    struct Manager: Hashable {
        let name: String
        /// `Apply` or `Update`.
        let operation: String
        var subresource: String?
    }

    var fields: [Manager: Set<FieldPath>] = [:]

    var isEmpty: Bool { fields.isEmpty }

    /// `metadata.managedFields`.
    var json: JSONValue {
        .array(
            fields.sorted { ($0.key.name, $0.key.operation) < ($1.key.name, $1.key.operation) }.map { manager, paths in
                var tree = JSONValue.object([:])
                for path in paths { tree.insert(path.parts[...]) }
                var entry: JSONValue = [
                    "manager": .string(manager.name), "operation": .string(manager.operation), "fieldsType": "FieldsV1", "fieldsV1": tree,
                ]
                if let subresource = manager.subresource { entry["subresource"] = .string(subresource) }
                return entry
            })
    }

    /// These fields were set by a plain write: they are this manager's now, and nobody else's.
    mutating func update(_ changed: Set<FieldPath>, by manager: Manager) {
        guard !changed.isEmpty else { return }
        for other in fields.keys where other != manager { fields[other]?.subtract(changed) }
        fields[manager, default: []].formUnion(changed)
        fields = fields.filter { !$0.value.isEmpty }
    }
}

/// From the object's root to one of its values.
struct FieldPath: Hashable, Comparable {
    enum Part: Hashable {
        case field(String)
        /// An item of a list that is a map by these fields.
        case item([String: JSONValue])
    }

    var parts: [Part]

    /// As refusals print it: `.spec.template.spec.containers[name="app"].image`.
    var text: String {
        parts.map { part in
            switch part {
            case .field(let name): ".\(name)"
            case .item(let key): "[" + key.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.encoded())" }.joined(separator: ",") + "]"
            }
        }.joined()
    }

    /// One of the fields by which its item is known: it goes with the item.
    var isKeyOfItem: Bool {
        guard case .field(let name)? = parts.last, case .item(let key)? = parts.dropLast().last else { return false }
        return key[name] != nil
    }

    static func < (left: FieldPath, right: FieldPath) -> Bool { left.text < right.text }
}

private extension JSONValue {
    mutating func insert(_ parts: ArraySlice<FieldPath.Part>) {
        guard let first = parts.first else { return }
        let name = switch first {
        case .field(let name): "f:\(name)"
        case .item(let key): "k:\(JSONValue.object(key).encoded())"
        }
        var child = self[name] ?? .object([:])
        child.insert(parts.dropFirst())
        self[name] = child
    }
}
