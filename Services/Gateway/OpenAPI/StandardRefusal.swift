import Core
import HTTPTypes

/// The refusals that follow from what a route is, and the ones that it declares, as responses of the document.
enum StandardRefusal {
    private struct Standard {
        let status: Int
        let name: String
        let about: String
        let codes: [FaultCode]
        let example: String
        var headers: JSONValue = [:]
    }

    private static let retryAfter: JSONValue = [
        "Retry-After": ["description": "Seconds to wait before asking again.", "schema": ["type": "integer", "minimum": 1]]
    ]

    private static let standards: [Standard] = [
        Standard(
            status: 400, name: "Invalid", about: "The request is malformed, or a field is unknown or wrong; `errors` names each.",
            codes: [.invalidArgument, .outOfRange], example: "name must be lower-case letters, digits and hyphens, begin with a letter and not end with a hyphen"),
        Standard(
            status: 401, name: "Unauthenticated", about: "Nobody is known by the token or session that was shown, if one was.",
            codes: [.unauthenticated], example: "The token or session is not valid, or has expired.",
            headers: ["WWW-Authenticate": ["description": "How to say who asks.", "schema": ["type": "string"]]]),
        Standard(
            status: 403, name: "Forbidden", about: "The role or the token's scopes do not allow it, or another site sent the request.",
            codes: [.permissionDenied], example: "This token lacks the scope deploy."),
        Standard(
            status: 404, name: "NotFound", about: "There is no such thing, or it may not be seen.",
            codes: [.notFound], example: "There is no app."),
        Standard(
            status: 413, name: "TooLarge", about: "The body has more than 256 KiB.", codes: [], example: Problem.tooLarge.detail),
        Standard(
            status: 429, name: "TooMany", about: "A limit is reached. `Retry-After` says when to come back, where coming back helps.",
            codes: [.resourceExhausted], example: "Too many attempts from this address; try again in 2 s.", headers: retryAfter),
        Standard(
            status: 500, name: "Internal", about: "A fault of Slipway's own; its operator finds it in the logs by `request_id`.",
            codes: [.internal, .unknown, .dataLoss], example: "internal error"),
        Standard(
            status: 503, name: "Unavailable", about: "A part of Slipway is away for a moment; ask again.",
            codes: [.unavailable], example: "The app service does not answer.", headers: retryAfter),
        Standard(
            status: 504, name: "TimedOut", about: "It took too long, and may or may not have been done; ask again, with the same key.",
            codes: [.deadlineExceeded], example: "The request took too long."),
    ]

    /// Those of every route, by name.
    static var responses: [String: JSONValue] {
        Dictionary(standards.map { standard in
            let codes = standard.codes.isEmpty ? [Problem.tooLarge.code] : standard.codes.map(\.apiCode)
            return (standard.name, response(standard.status, standard.about, codes, [], standard.example, standard.headers))
        }, uniquingKeysWith: { first, _ in first })
    }

    /// Every refusal of a route.
    static func all(of route: Route) -> [Int: JSONValue] {
        var all: [Int: JSONValue] = [:]
        let statuses = statuses(of: route)
        for standard in standards where statuses.contains(standard.status) {
            all[standard.status] = ["$ref": .string("#/components/responses/\(standard.name)")]
        }
        for (status, refusals) in Dictionary(grouping: route.allRefusals, by: \.status) {
            let standard = standards.first { $0.status == status }
            let codes = Set(refusals.map(\.code.apiCode)).union(standard?.codes.map(\.apiCode) ?? []).sorted()
            let sentences = refusals.map { refusal in
                "- `\(refusal.code.apiCode)`\(refusal.reason.map { " (reason `\($0)`)" } ?? ""): \(refusal.example)"
            }
            let about = ([standard?.about ?? "It can't be done as things are:"] + sentences).joined(separator: "\n")
            all[status] = response(
                status, about, codes, refusals.compactMap(\.reason), refusals[0].example, standard?.headers ?? [:],
                code: refusals[0].code.apiCode, reason: refusals[0].reason)
        }
        return all
    }

    private static func statuses(of route: Route) -> Set<Int> {
        var statuses: Set<Int> = [400, 413]
        if route.permission == .everyone, !route.isLimited { return statuses }
        statuses.formUnion([429, 500, 503, 504])
        if route.permission != .everyone { statuses.formUnion([401, 403]) }
        if !route.parameters.isEmpty || route.query.contains(where: { $0.name == "project" || $0.name == "app" }) { statuses.insert(404) }
        return statuses
    }

    private static func response(
        _ status: Int, _ about: String, _ codes: [String], _ reasons: [String], _ example: String, _ headers: JSONValue,
        code: String? = nil, reason: String? = nil
    ) -> JSONValue {
        var all: JSONValue = ["X-Request-Id": ["$ref": "#/components/headers/RequestId"]]
        for (name, header) in headers.object ?? [:] { all[name] = header }
        var shown = Problem(status: status, code: code ?? codes[0], detail: example)
        shown.reason = reason
        if status == 400 { shown.errors = [FieldError(field: "name", message: String(example.dropFirst(5)))] }
        let content: JSONValue = [
            "schema": [
                "allOf": [
                    SchemaText.reference(Problem.schema),
                    [
                        "type": "object",
                        "properties": [
                            "status": ["const": .number(status)], "code": ["enum": .array(codes.map { .string($0) })],
                        ],
                    ],
                ]
            ],
            "example": shown.json(requestID: "0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071"),
        ]
        return ["description": .string(about), "headers": all, "content": ["application/problem+json": content]]
    }
}
