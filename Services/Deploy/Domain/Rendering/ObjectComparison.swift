import Core
import Crypto
import Foundation
import Kubernetes

/// Whether an object in a cluster is as it was rendered. Only what we render is compared: defaults that the server filled in, an
/// autoscaler's replicas, others' labels, annotations and containers are none of our business. Pure.
enum ObjectComparison {
    /// Every field that `wanted` names has that value in `live`.
    static func holds(_ wanted: some KubernetesObject, in live: some KubernetesObject) throws -> Bool {
        holds(try json(wanted), in: try json(live), isQuantity: false)
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

    private static func holds(_ wanted: JSONValue, in live: JSONValue, isQuantity: Bool) -> Bool {
        switch (wanted, live) {
        case (.object(let wanted), .object(let live)):
            return wanted.allSatisfy { key, value in
                guard let there = live[key] else { return isNothing(value) }
                return holds(value, in: there, isQuantity: quantities.contains(key) || isQuantity)
            }
        case (.array(let wanted), .array(let live)):
            return wanted.enumerated().allSatisfy { index, value in
                // A list of named things may have got more of them, also in front of ours.
                if let name = value["name"]?.string, let there = live.first(where: { $0["name"]?.string == name }) {
                    return holds(value, in: there, isQuantity: false)
                }
                return index < live.count && holds(value, in: live[index], isQuantity: false)
            }
        case (.string(let wanted), .string(let live)) where isQuantity: return wanted == live || isEqual(wanted, live)
        default: return wanted == live
        }
    }

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
