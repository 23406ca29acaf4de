import Core
import Crypto
import Foundation
import Kubernetes

/// Whether an object in a cluster is as it was rendered. Only what we render is compared: defaults that the server filled in, an
/// autoscaler's replicas, others' labels, annotations and containers are none of our business. Pure.
///
/// What can be others' beside ours is what the API merges by key (structured-merge-diff: `x-kubernetes-list-type: map`, granular maps).
/// A list that the API replaces whole, and a selector, are ours whole: a rule that somebody adds to a wall is a hole in it.
enum ObjectComparison {
    /// Every field that `wanted` names has that value in `live`.
    static func holds(_ wanted: some KubernetesObject, in live: some KubernetesObject) throws -> Bool {
        holds(try json(wanted), in: try json(live))
    }

    /// What is applied, in a few digits: a field that is dropped from it makes another.
    static func digest(_ wanted: some KubernetesObject) throws -> String {
        let bytes = try encoded(wanted)
        return String(Hex.encode(Array(SHA256.hash(data: bytes))).prefix(16))
    }

    static func json(_ object: some KubernetesObject) throws -> JSONValue { try JSONValue(parsing: Array(try encoded(object))) }

    private static func encoded(_ object: some KubernetesObject) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(object.ofItsKind)
    }

    private static let quantities: Set<String> = ["limits", "requests", "hard", "default", "defaultRequest"]

    /// Atomic, as lists without a key are.
    private static let selectors: Set<String> = ["selector", "podSelector", "namespaceSelector", "labelSelector"]

    /// What tells the items of a list apart, by the API's definitions of the lists that we render.
    private static let keys = ["mountPath", "containerPort", "topologyKey", "uid", "name", "port"]

    /// What the server leaves out where it is false.
    private static let omitted: Set<String> = ["paused"]

    private static func holds(_ wanted: JSONValue, in live: JSONValue, isQuantity: Bool = false) -> Bool {
        switch (wanted, live) {
        case (.object(let wanted), .object(let live)):
            return wanted.allSatisfy { key, value in
                // An empty selector selects everything, and none may select nothing.
                guard let there = live[key] else { return isNothing(value) && !selectors.contains(key) || omitted.contains(key) && value == false }
                if selectors.contains(key) { return isSame(value, there) }
                return holds(value, in: there, isQuantity: quantities.contains(key) || isQuantity)
            }
        case (.array(let wanted), .array(let live)):
            guard let key = keys.first(where: { key in !wanted.isEmpty && wanted.allSatisfy { $0[key] != nil } }) else {
                return wanted.count == live.count && zip(wanted, live).allSatisfy(isSame)
            }
            return wanted.allSatisfy { value in live.contains { $0[key] == value[key] && holds(value, in: $0) } }
        case (.string(let wanted), .string(let live)) where isQuantity: return wanted == live || isEqual(wanted, live)
        default: return wanted == live
        }
    }

    private static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool { holds(one, in: other) && holds(other, in: one) }

    /// An empty map and none are the same to the server.
    private static func isNothing(_ value: JSONValue) -> Bool {
        switch value {
        case .null: true
        case .object(let members): members.isEmpty
        case .array(let items): items.isEmpty
        case .string(let text): text.isEmpty
        default: false
        }
    }

    /// `1000m` and `1`, `1024Mi` and `1Gi`: the server writes the shorter.
    private static func isEqual(_ one: String, _ other: String) -> Bool {
        guard let bytes = Quantity.bytes(one) else { return false }
        return bytes == Quantity.bytes(other) && Quantity.cpuMillis(one) == Quantity.cpuMillis(other)
    }
}
