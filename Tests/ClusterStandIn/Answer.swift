import Core

/// What a request is answered with.
enum Answer {
    case json(Int, JSONValue, headers: [(String, String)] = [])
    case text(Int, String)
    case watch(WatchQuestion)
    case log(LogKey, from: Int, run: Int, since: Timestamp?, timestamps: Bool, limit: Int?)

    static func object(_ value: JSONValue, isNew: Bool = false) -> Answer { .json(isNew ? 201 : 200, value) }

    /// A Status object, worded as real servers word it.
    static func refusal(
        _ code: Int, _ reason: String, _ message: String, name: String? = nil, kind: String? = nil, causes: [JSONValue] = [], retryAfter: Int? = nil
    ) -> Answer {
        var details = JSONValue.object([:])
        if let name { details["name"] = .string(name) }
        if let kind { details["kind"] = .string(kind) }
        if !causes.isEmpty { details["causes"] = .array(causes) }
        if let retryAfter { details["retryAfterSeconds"] = .int(Int64(retryAfter)) }
        return .json(
            code, status(code, reason, message, details: details), headers: retryAfter.map { [("Retry-After", "\($0)")] } ?? [])
    }

    static func status(_ code: Int, _ reason: String, _ message: String, details: JSONValue = .object([:])) -> JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message), "reason": .string(reason),
            "code": .int(Int64(code)),
        ]
        if details.object?.isEmpty == false { status["details"] = details }
        return status
    }

    static func notFound(_ place: ClusterState.Place) -> Answer {
        let group = Kinds.all[place.plural]?.group ?? ""
        let resource = group.isEmpty ? place.plural : "\(place.plural).\(group)"
        return refusal(404, "NotFound", "\(resource) \"\(place.name)\" not found", name: place.name, kind: place.plural)
    }
}
