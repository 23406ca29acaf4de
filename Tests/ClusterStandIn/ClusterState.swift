import Core
import Foundation

/// The objects of the cluster and how they came to be so. No I/O.
struct ClusterState {
    struct Place: Hashable {
        let plural: String
        let namespace: String?
        let name: String
    }

    struct Event {
        let version: UInt64
        let place: Place
        /// As it was before; nil when it was not there.
        let before: JSONValue?
        /// As it is now; as it was at its end when it is gone.
        let now: JSONValue
        let isDeletion: Bool
        /// Sent as this type whatever it is.
        var forcedType: String?
    }

    private(set) var version: UInt64 = 100
    private(set) var objects: [Place: JSONValue] = [:]
    private(set) var owners: [Place: FieldOwners] = [:]
    private(set) var events: [Event] = []
    /// Watches from below this are told 410.
    private(set) var oldest: UInt64 = 0
    private var uids = 0
    var tokens: [String]?
    var logs: [LogKey: ContainerLog] = [:]
    var requests: [RecordedRequest] = []
    /// What webhooks make of objects as they are written, by plural.
    var mutations: [String: @Sendable (inout JSONValue) -> Void] = [:]

    func get(_ plural: String, _ namespace: String?, _ name: String) -> JSONValue? {
        objects[Place(plural: plural, namespace: namespace, name: name)]
    }

    /// By namespace and name, as a real server answers.
    func list(_ plural: String, _ namespace: String?) -> [JSONValue] {
        objects.filter { $0.key.plural == plural && (namespace == nil || $0.key.namespace == namespace) }
            .sorted { ($0.key.namespace ?? "", $0.key.name) < ($1.key.namespace ?? "", $1.key.name) }.map(\.value)
    }

    mutating func compact() {
        oldest = version
        events = []
    }

    mutating func repeatEvent(_ type: String, _ object: JSONValue) {
        version += 1
        guard let place = Self.place(of: object) else { return }
        events.append(Event(version: version, place: place, before: object, now: object, isDeletion: type == "DELETED", forcedType: type))
    }

    @discardableResult
    mutating func set(_ object: JSONValue) -> JSONValue {
        guard let place = Self.place(of: object) else { preconditionFailure("an object of an unknown kind: \(object.encoded())") }
        return store(object, at: place, owners[place] ?? FieldOwners())
    }

    /// Writes an object, unless nothing of it has changed. Versions, generation and the rest of what a server keeps are written here.
    @discardableResult
    mutating func store(_ object: JSONValue, at place: Place, _ fields: FieldOwners) -> JSONValue {
        let before = objects[place]
        let old = before?["metadata"]
        var object = object
        var metadata = object["metadata"] ?? .object([:])
        metadata["managedFields"] = nil
        metadata["uid"] = old?["uid"] ?? metadata["uid"] ?? newUID()
        metadata["creationTimestamp"] = old?["creationTimestamp"] ?? metadata["creationTimestamp"] ?? .string(Timestamp.now().seconds)
        metadata["generation"] = old?["generation"] ?? (object["spec"] == nil ? nil : 1)
        if let before, before["spec"] != object["spec"] { metadata["generation"] = .int((old?["generation"]?.int ?? 1) + 1) }
        metadata["resourceVersion"] = old?["resourceVersion"]
        object["metadata"] = metadata
        var comparable = before
        comparable?["metadata"]?["managedFields"] = nil
        if comparable == object, owners[place] == fields { return before ?? object }
        version += 1
        object["metadata"]?["resourceVersion"] = .string("\(version)")
        if !fields.isEmpty { object["metadata"]?["managedFields"] = fields.json }
        (objects[place], owners[place]) = (object, fields)
        events.append(Event(version: version, place: place, before: before, now: object, isDeletion: false))
        return object
    }

    @discardableResult
    mutating func remove(_ plural: String, _ namespace: String?, _ name: String) -> Bool {
        let place = Place(plural: plural, namespace: namespace, name: name)
        guard var object = objects.removeValue(forKey: place) else { return false }
        owners[place] = nil
        version += 1
        object["metadata"]?["resourceVersion"] = .string("\(version)")
        events.append(Event(version: version, place: place, before: object, now: object, isDeletion: true))
        // What belongs to it goes too.
        let dependents = objects.filter { dependent in
            let isInside = plural == "namespaces" && dependent.key.namespace == name
            let uid = object["metadata"]?["uid"]
            return isInside || (dependent.value["metadata"]?["ownerReferences"]?.array ?? []).contains { $0["uid"] == uid }
        }
        for place in dependents.keys { remove(place.plural, place.namespace, place.name) }
        return true
    }

    mutating func newUID() -> JSONValue {
        uids += 1
        return .string("00000000-0000-4000-8000-" + String(repeating: "0", count: max(0, 12 - "\(uids)".count)) + "\(uids)")
    }

    static func place(of object: JSONValue) -> Place? {
        guard let kind = object["kind"]?.string, let plural = Kinds.plural(of: kind), let name = object["metadata"]?["name"]?.string else { return nil }
        return Place(plural: plural, namespace: Kinds.all[plural]?.isNamespaced == true ? object["metadata"]?["namespace"]?.string : nil, name: name)
    }
}

extension Timestamp {
    /// As the API writes times: whole seconds.
    var seconds: String { String(rfc3339.prefix(19)) + "Z" }
}
