import Core
import Foundation

/// Applies, patches, creations, replacements and deletions.
enum Writing {
    typealias Place = ClusterState.Place

    static func apply(_ request: IncomingRequest, _ place: Place, _ state: inout ClusterState) -> Answer {
        guard let manager = request.query["fieldManager"] else {
            return .refusal(422, "Invalid", "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch")
        }
        guard let configuration = try? JSONValue(parsing: request.body), configuration["kind"]?.string == Kinds.all[place.plural]?.kind else {
            return .refusal(400, "BadRequest", "error decoding YAML: the object provided is unrecognized")
        }
        if let refusal = admission(place, state) { return refusal }
        let live = state.objects[place]
        if let fence = configuration["metadata"]?["resourceVersion"]?.string, fence != live?["metadata"]?["resourceVersion"]?.string {
            return outdated(place)
        }
        let apply = ServerSideApply(
            configuration: configuration, manager: .init(name: manager, operation: "Apply"), force: request.query["force"] == "true")
        do {
            let (object, owners) = try apply.merge(into: live, state.owners[place] ?? FieldOwners())
            return write(object, place, owners, request, isNew: live == nil, &state)
        } catch {
            guard let conflict = error as? ServerSideApply.Conflict else { return .refusal(500, "InternalError", "\(error)") }
            return refusal(of: conflict)
        }
    }

    static func patch(_ request: IncomingRequest, _ place: Place, _ state: inout ClusterState) -> Answer {
        guard let live = state.objects[place] else { return .notFound(place) }
        guard let patch = try? JSONValue(parsing: request.body) else { return .refusal(400, "BadRequest", "the patch is not JSON") }
        if let fence = patch["metadata"]?["resourceVersion"]?.string, fence != live["metadata"]?["resourceVersion"]?.string { return outdated(place) }
        return update(merged(patch, into: live), live, place, request, &state)
    }

    static func replace(_ request: IncomingRequest, _ place: Place, _ state: inout ClusterState) -> Answer {
        guard let live = state.objects[place] else { return .notFound(place) }
        guard let object = try? JSONValue(parsing: request.body) else { return .refusal(400, "BadRequest", "the object is not JSON") }
        if let fence = object["metadata"]?["resourceVersion"]?.string, fence != live["metadata"]?["resourceVersion"]?.string { return outdated(place) }
        return update(object, live, place, request, &state)
    }

    static func create(_ request: IncomingRequest, _ plural: String, _ namespace: String?, _ state: inout ClusterState) -> Answer {
        guard var object = try? JSONValue(parsing: request.body), let name = object["metadata"]?["name"]?.string else {
            return .refusal(422, "Invalid", "name or generateName is required")
        }
        let place = Place(plural: plural, namespace: Kinds.all[plural]?.isNamespaced == true ? namespace : nil, name: name)
        if let refusal = admission(place, state) { return refusal }
        guard state.objects[place] == nil else {
            return .refusal(409, "AlreadyExists", "\(plural) \"\(name)\" already exists", name: name, kind: plural)
        }
        if let namespace = place.namespace { object["metadata"]?["namespace"] = .string(namespace) }
        var owners = FieldOwners()
        owners.update(Set(FieldTree.leaves(of: object).keys), by: .init(name: request.query["fieldManager"] ?? "unknown", operation: "Update"))
        return write(object, place, owners, request, isNew: true, &state)
    }

    static func delete(_ request: IncomingRequest, _ place: Place, _ state: inout ClusterState) -> Answer {
        guard let live = state.objects[place] else { return .notFound(place) }
        let options = (try? JSONValue(parsing: request.body)) ?? .object([:])
        for (field, key) in [("uid", "uid"), ("resourceVersion", "resourceVersion")] {
            if let wanted = options["preconditions"]?[field], wanted != live["metadata"]?[key] {
                return .refusal(409, "Conflict", "Precondition failed: \(field) in precondition: \(wanted.encoded())", name: place.name, kind: place.plural)
            }
        }
        if options["dryRun"]?.array?.isEmpty == false { return .object(live) }
        state.remove(place.plural, place.namespace, place.name)
        return .object(["kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success", "details": ["name": .string(place.name)]])
    }

    static func scale(_ request: IncomingRequest, _ place: Place, _ state: inout ClusterState) -> Answer {
        guard var object = state.objects[place], let live = state.objects[place] else { return .notFound(place) }
        if request.method != "GET" {
            guard let replicas = (try? JSONValue(parsing: request.body))?["spec"]?["replicas"] else { return .refusal(400, "BadRequest", "no replicas") }
            object["spec"]?["replicas"] = replicas
            _ = update(object, live, place, request, subresource: "scale", &state)
        }
        let now = state.objects[place] ?? object
        return .object([
            "kind": "Scale", "apiVersion": "autoscaling/v1",
            "metadata": ["name": .string(place.name), "namespace": place.namespace.map { .string($0) } ?? nil, "resourceVersion": now["metadata"]?["resourceVersion"] ?? nil],
            "spec": ["replicas": now["spec"]?["replicas"] ?? 0], "status": ["replicas": now["status"]?["replicas"] ?? 0],
        ])
    }

    // MARK: How

    private static func update(
        _ object: JSONValue, _ live: JSONValue, _ place: Place, _ request: IncomingRequest, subresource: String? = nil, _ state: inout ClusterState
    ) -> Answer {
        let (before, after) = (FieldTree.leaves(of: live), FieldTree.leaves(of: object))
        let changed = after.filter { before[$0.key] != $0.value && !$0.key.text.hasPrefix(".metadata.managedFields") }
        var owners = state.owners[place] ?? FieldOwners()
        let agent = request.headers["user-agent"]?.split(separator: "/").first.map(String.init) ?? "unknown"
        owners.update(
            Set(changed.keys), by: .init(name: request.query["fieldManager"] ?? agent, operation: "Update", subresource: subresource))
        for manager in owners.fields.keys { owners.fields[manager]?.formIntersection(after.keys) }
        return write(object, place, owners, request, isNew: false, &state)
    }

    private static func write(
        _ object: JSONValue, _ place: Place, _ owners: FieldOwners, _ request: IncomingRequest, isNew: Bool, _ state: inout ClusterState
    ) -> Answer {
        var object = object
        state.mutations[place.plural]?(&object)
        guard request.query["dryRun"] == nil else { return .object(object, isNew: isNew) }
        return .object(state.store(object, at: place, owners), isNew: isNew)
    }

    private static func admission(_ place: Place, _ state: ClusterState) -> Answer? {
        guard let namespace = place.namespace else { return nil }
        guard let parent = state.get("namespaces", nil, namespace) else {
            return .refusal(404, "NotFound", "namespaces \"\(namespace)\" not found", name: namespace, kind: "namespaces")
        }
        guard parent["status"]?["phase"]?.string == "Terminating", state.objects[place] == nil else { return nil }
        return .refusal(
            403, "Forbidden",
            "\(place.plural) \"\(place.name)\" is forbidden: unable to create new content in namespace \(namespace) because it is being terminated",
            name: place.name, kind: place.plural,
            causes: [["reason": "NamespaceTerminating", "message": .string("namespace \(namespace) is being terminated"), "field": "metadata.namespace"]])
    }

    private static func outdated(_ place: Place) -> Answer {
        .refusal(
            409, "Conflict",
            "Operation cannot be fulfilled on \(place.plural) \"\(place.name)\": the object has been modified; please apply your changes to the latest version and try again",
            name: place.name, kind: place.plural)
    }

    private static func refusal(of conflict: ServerSideApply.Conflict) -> Answer {
        let count = conflict.fields.count
        let sentences = conflict.fields.map { "conflict with \"\($0.manager)\": \($0.path.text)" }
        return .refusal(
            409, "Conflict", "Apply failed with \(count) conflict\(count == 1 ? "" : "s"): \(sentences.joined(separator: ", "))",
            causes: conflict.fields.map { field in
                [
                    "reason": "FieldManagerConflict", "message": .string("conflict with \"\(field.manager)\""), "field": .string(field.path.text),
                ]
            })
    }

    private static func merged(_ patch: JSONValue, into value: JSONValue) -> JSONValue {
        guard let changes = patch.object else { return patch }
        var members = value.object ?? [:]
        for (name, change) in changes { members[name] = change.isNull ? nil : merged(change, into: members[name] ?? .object([:])) }
        return .object(members)
    }
}
