import Core
import HTTPTypes

extension OpenAPI {
    /// Of the path, the query and the headers.
    static func parameters(of route: Route) -> [JSONValue] {
        var parameters = route.parameters.map { name in
            parameter(PathParameter.field(name).required, in: "path", example: true)
        }
        parameters += route.query.map { parameter($0, in: "query", example: $0.isRequired || $0.example != nil) }
        if route.takesKey {
            parameters.append(parameter(.text(
                "Idempotency-Key",
                "Makes this repeatable: the same key with the same request gets the same answer, for a day at least.",
                TextRule(least: 1, most: 255, pattern: "^[!-~]+$", example: "deploy-2026-03-01-1")), in: "header", example: false))
        }
        if !route.answer.events.isEmpty {
            parameters.append(parameter(.text(
                "Last-Event-ID", "The id of the last event that the client has: a stream goes on after it.",
                TextRule(least: 1, most: 18, pattern: "^[0-9]+$", example: "42")), in: "header", example: false))
        }
        return parameters
    }

    private static func parameter(_ field: Field, in place: String, example: Bool) -> JSONValue {
        var parameter: JSONValue = [
            "name": .string(field.name), "in": .string(place), "required": .bool(field.isRequired),
            "schema": SchemaText.schema(of: field.kind),
        ]
        if !field.about.isEmpty { parameter["description"] = .string(field.about) }
        if example { parameter["example"] = Example.value(field, of: field.name) }
        return parameter
    }

    static let requestID: JSONValue = [
        "description": "What the request is called in logs: the client's `X-Request-Id` where it is short and plain, else a new one.",
        "required": true, "schema": ["type": "string", "minLength": 1, "maxLength": 128], "example": "0197b2c4-5d6e-7f80-9a1b-2c3d4e5f6071",
    ]

    static let securitySchemes: JSONValue = [
        "bearer": [
            "type": "http", "scheme": "bearer",
            "description": "An access token of `POST /api/v1/auth/login`, or an API token (`slp_…`) of `POST /api/v1/tokens`.",
        ],
        "session": [
            "type": "apiKey", "in": "cookie", "name": "__Host-slipway",
            "description": "A browser's session. What changes something also needs the header `X-CSRF-Token`, which logging in and `GET /api/v1/auth/me` tell.",
        ],
    ]

    static let introduction = """
        JSON over HTTP, names in snake_case, times in RFC 3339 and UTC, ids as UUIDs. What is absent is null and never left out.

        **Errors** are `application/problem+json` (RFC 9457): `code` is a word for programs, `detail` a sentence for people, `errors` names \
        every field that is wrong, `request_id` finds the request in the logs. An unknown field is an error.

        **Lists** take `limit` (50, at most 200) and `cursor`, and answer `items` and `next_cursor`, which is null on the last page.

        **`POST` is repeatable** with an `Idempotency-Key`. **`PATCH`** is a merge patch (RFC 7396): what is absent stays, null removes.
        """
}

/// What the names in the braces of a path stand for.
enum PathParameter {
    static func field(_ name: String) -> Field {
        switch name {
        case "project": .text(name, "The project's id or name.", TextRule(least: 1, most: 64, example: "demo"))
        case "account": .text(name, "The account's id or e-mail address.", TextRule(least: 1, most: 254, example: "ada@example.org"))
        case "key": .text(name, "The variable's name.", .variableKey)
        default: .id(name, "The \(name)'s id.")
        }
    }
}
