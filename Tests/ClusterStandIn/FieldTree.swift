import Core

/// An object taken apart into its fields, as server-side apply sees it: lists of things with a key are maps by it, other lists are values.
enum FieldTree {
    /// Which fields identify an item, by the list's name.
    private static let keys: [String: [String]] = [
        "containers": ["name"], "initContainers": ["name"], "env": ["name"], "volumes": ["name"], "volumeMounts": ["mountPath"],
        "conditions": ["type"], "ownerReferences": ["uid"],
    ]

    static func keyFields(of list: String, _ items: [JSONValue]) -> [String]? {
        if list == "ports" { return items.contains { $0["containerPort"] != nil } ? ["containerPort", "protocol"] : items.contains { $0["port"] != nil } ? ["port", "protocol"] : nil }
        return keys[list]
    }

    static func leaves(of value: JSONValue) -> [FieldPath: JSONValue] {
        var leaves: [FieldPath: JSONValue] = [:]
        collect(value, [], &leaves)
        return leaves
    }

    private static func collect(_ value: JSONValue, _ parts: [FieldPath.Part], _ leaves: inout [FieldPath: JSONValue]) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for (name, member) in members { collect(member, parts + [.field(name)], &leaves) }
        case .array(let items):
            guard case .field(let list)? = parts.last, let keyFields = keyFields(of: list, items), !items.isEmpty else { fallthrough }
            for item in items { collect(item, parts + [.item(key(of: item, keyFields))], &leaves) }
        default:
            leaves[FieldPath(parts: parts)] = value
        }
    }

    static func key(of item: JSONValue, _ fields: [String]) -> [String: JSONValue] {
        var key: [String: JSONValue] = [:]
        for field in fields { key[field] = item[field] ?? (field == "protocol" ? "TCP" : nil) }
        return key
    }

    static func value(at path: ArraySlice<FieldPath.Part>, in value: JSONValue) -> JSONValue? {
        guard let first = path.first else { return value }
        switch first {
        case .field(let name): return value[name].flatMap { self.value(at: path.dropFirst(), in: $0) }
        case .item(let key): return value.array?.first { matches($0, key) }.flatMap { self.value(at: path.dropFirst(), in: $0) }
        }
    }

    static func set(_ new: JSONValue, at path: ArraySlice<FieldPath.Part>, in value: JSONValue?) -> JSONValue {
        guard let first = path.first else { return new }
        switch first {
        case .field(let name):
            var members = value?.object ?? [:]
            members[name] = set(new, at: path.dropFirst(), in: members[name])
            return .object(members)
        case .item(let key):
            var items = value?.array ?? []
            if let index = items.firstIndex(where: { matches($0, key) }) {
                items[index] = set(new, at: path.dropFirst(), in: items[index])
            } else {
                items.append(set(new, at: path.dropFirst(), in: .object(key)))
            }
            return .array(items)
        }
    }

    /// Containers that are empty then go too, keyed items when only their key is left.
    static func remove(at path: ArraySlice<FieldPath.Part>, from value: JSONValue) -> JSONValue? {
        guard let first = path.first else { return nil }
        switch first {
        case .field(let name):
            guard var members = value.object, let member = members[name] else { return value }
            members[name] = remove(at: path.dropFirst(), from: member)
            return members.isEmpty ? nil : .object(members)
        case .item(let key):
            guard var items = value.array, let index = items.firstIndex(where: { matches($0, key) }) else { return value }
            if let rest = remove(at: path.dropFirst(), from: items[index]), rest != .object(key) { items[index] = rest } else { items.remove(at: index) }
            return items.isEmpty ? nil : .array(items)
        }
    }

    private static func matches(_ item: JSONValue, _ key: [String: JSONValue]) -> Bool {
        key.allSatisfy { field, value in (item[field] ?? (field == "protocol" ? "TCP" : nil)) == value }
    }
}
