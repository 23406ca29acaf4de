import Core
import Identity
import HTTPTypes
import Hummingbird

/// The OpenAPI 3.1 document, made from the routes: paths, methods, permissions, fields. It cannot promise what is not there.
enum OpenAPI {
    static func document(of routes: [Route]) -> JSONValue {
        var paths: [String: JSONValue] = [:]
        for route in routes {
            var path = paths[route.path] ?? [:]
            path[route.method.rawValue.lowercased()] = operation(route)
            paths[route.path] = path
        }
        return [
            "openapi": "3.1.0",
            "info": ["title": "Slipway", "version": "1"],
            "paths": .object(paths),
            "components": [
                "securitySchemes": [
                    "bearer": ["type": "http", "scheme": "bearer"],
                    "session": ["type": "apiKey", "in": "cookie", "name": "__Host-slipway"],
                ],
                "schemas": ["Problem": problem],
            ],
        ]
    }

    private static func operation(_ route: Route) -> JSONValue {
        var operation: JSONValue = [
            "operationId": .string(route.name), "summary": .string(route.summary),
            "x-slipway-permission": .string(route.permission.text),
            "security": route.permission == .everyone ? [] : [["bearer": []], ["session": []]],
            "responses": [
                "\(route.success)": ["description": "Done."],
                "default": [
                    "description": "Refused, and why (RFC 9457).",
                    "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
                ],
            ],
        ]
        if let scope = route.permission.scope { operation["x-slipway-scope"] = .string(scope.rawValue) }
        var parameters = route.parameters.map { parameter($0, in: "path", isRequired: true, ["type": "string"]) }
        parameters += route.query.map { parameter($0.name, in: "query", isRequired: $0.isRequired, schema(of: $0.kind)) }
        if route.method == .post, route.permission != .everyone {
            parameters.append(parameter("Idempotency-Key", in: "header", isRequired: false, ["type": "string", "maxLength": 255]))
        }
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = route.body, !body.isEmpty {
            operation["requestBody"] = [
                "required": .bool(body.contains(where: \.isRequired)),
                "content": ["application/json": ["schema": schema(of: .object(body))]],
            ]
        }
        return operation
    }

    private static func parameter(_ name: String, in place: String, isRequired: Bool, _ schema: JSONValue) -> JSONValue {
        ["name": .string(name), "in": .string(place), "required": .bool(isRequired), "schema": schema]
    }

    private static func schema(of field: Field) -> JSONValue {
        let schema = schema(of: field.kind)
        return field.isNullable ? ["anyOf": [schema, ["type": "null"]]] : schema
    }

    private static func schema(of kind: Field.Kind) -> JSONValue {
        switch kind {
        case .text(let most): ["type": "string", "maxLength": .number(most)]
        case .integer(let range): ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
        case .flag: ["type": "boolean"]
        case .time: ["type": "string", "format": "date-time"]
        case .choice(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
        case .list(let kind): ["type": "array", "items": schema(of: kind)]
        case .map(let kind, let isNullable):
            [
                "type": "object",
                "additionalProperties": isNullable ? ["anyOf": [schema(of: kind), ["type": "null"]]] : schema(of: kind),
            ]
        case .object(let fields):
            [
                "type": "object", "additionalProperties": false,
                "properties": .object(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, schema(of: $0)) })),
                "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
            ]
        }
    }

    private static let problem: JSONValue = [
        "type": "object",
        "properties": [
            "type": ["type": "string"], "title": ["type": "string"], "status": ["type": "integer"],
            "detail": ["type": "string"], "code": ["type": "string"], "reason": ["type": "string"],
            "request_id": ["type": "string"],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                ],
            ],
        ],
        "required": ["type", "title", "status", "detail", "code", "request_id"],
    ]
}
