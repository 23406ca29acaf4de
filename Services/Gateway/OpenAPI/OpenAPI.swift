import Core
import HTTPTypes
import Identity

/// The OpenAPI 3.1 document, made from the routes: paths, permissions, fields, answers, refusals. It cannot promise what
/// is not there.
struct OpenAPI {
    /// "https://slipway.example".
    let server: String
    /// Every shape with a name that some route answers with.
    private(set) var schemas: [String: Schema] = [:]

    static func document(of routes: [Route], server: String) -> JSONValue {
        var document = OpenAPI(server: server)
        return document.written(routes)
    }

    private init(server: String) {
        self.server = server
    }

    private mutating func written(_ routes: [Route]) -> JSONValue {
        var paths: [String: JSONValue] = [:]
        var tags: [Tag] = []
        for route in routes {
            if let tag = route.tag, !tags.contains(tag) { tags.append(tag) }
            paths[route.path, default: [:]][route.method.rawValue.lowercased()] = operation(route)
        }
        collect(.shape(Problem.schema))
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Slipway", "version": "1", "summary": "A platform of your own: from a commit to a running app.",
                "description": .string(Self.introduction),
            ],
            "servers": [["url": .string(server), "description": "This installation."]],
            "tags": .array(tags.map { ["name": .string($0.name), "description": .string($0.about)] }),
            "paths": .object(paths),
            "components": [
                "securitySchemes": Self.securitySchemes,
                "headers": ["RequestId": Self.requestID],
                "responses": .object(StandardRefusal.responses),
                "schemas": .object(schemas.mapValues { SchemaText.component($0) }),
            ],
        ]
    }

    private mutating func operation(_ route: Route) -> JSONValue {
        var operation: JSONValue = [
            "operationId": .string(route.name), "summary": .string(route.summary),
            "description": .string([route.details, route.permission.sentence].filter { !$0.isEmpty }.joined(separator: "\n\n")),
            "x-slipway-permission": .string(route.permission.text),
            "security": route.permission == .everyone ? [] : [["bearer": []], ["session": []]],
            "responses": responses(route),
        ]
        if let tag = route.tag { operation["tags"] = [.string(tag.name)] }
        if let scope = route.permission.scope { operation["x-slipway-scope"] = .string(scope.rawValue) }
        let parameters = Self.parameters(of: route)
        if !parameters.isEmpty { operation["parameters"] = .array(parameters) }
        if let body = route.body, !body.isEmpty {
            collect(.object(body))
            let content: JSONValue = [
                "schema": SchemaText.schema(of: .object(body)), "example": Example.body(body),
            ]
            operation["requestBody"] = [
                "required": .bool(body.contains(where: \.isRequired)),
                "content": route.method == .patch
                    ? ["application/json": content, "application/merge-patch+json": content] : ["application/json": content],
            ]
        }
        return operation
    }

    private mutating func responses(_ route: Route) -> JSONValue {
        let answer = route.answer
        var headers: JSONValue = ["X-Request-Id": ["$ref": "#/components/headers/RequestId"]]
        for header in answer.headers {
            headers[header.name] = ["description": .string(header.about), "schema": ["type": "string"]]
        }
        var success: JSONValue = ["description": .string(answer.about), "headers": headers]
        var content: [String: JSONValue] = [:]
        if let body = answer.body {
            collect(.shape(body))
            content["application/json"] = ["schema": SchemaText.reference(body), "example": Example.value(body)]
        }
        if !answer.events.isEmpty {
            for event in answer.events { collect(.shape(event.data)) }
            content["text/event-stream"] = Self.stream(answer.events)
        }
        if let media = answer.media { content[media] = ["schema": media == "application/json" ? ["type": "object"] : ["type": "string"]] }
        if !content.isEmpty { success["content"] = .object(content) }
        var responses: [String: JSONValue] = ["\(answer.status)": success]
        for other in answer.others {
            responses["\(other.status)"] = [
                "description": .string(other.about), "headers": ["X-Request-Id": ["$ref": "#/components/headers/RequestId"]],
            ]
        }
        for (status, refusal) in StandardRefusal.all(of: route) { responses["\(status)"] = refusal }
        return .object(responses)
    }

    /// OpenAPI 3.1 has no words for the events of a stream; `x-slipway-events` names the schema of each one's data.
    private static func stream(_ events: [(name: String, data: Schema)]) -> JSONValue {
        let example = events.first.map { event in
            ServerSentEvent(name: event.name, id: "42", data: Example.value(event.data)).text
        }
        let kinds = events.map { "`\($0.name)` (\($0.data.name))" }.joined(separator: ", ")
        return [
            "schema": [
                "type": "string",
                "description": .string("Server-sent events: \(kinds). The data of each is JSON on one line; `: ping` comes every 15 s."),
            ],
            "x-slipway-events": .object(
                Dictionary(events.map { ($0.name, SchemaText.reference($0.data)) }, uniquingKeysWith: { first, _ in first })),
            "example": .string(example ?? ""),
        ]
    }

    /// Remembers every named shape in a kind, and the ones in those.
    private mutating func collect(_ kind: Field.Kind) {
        switch kind {
        case .shape(let schema):
            guard schemas[schema.name] == nil else { return }
            schemas[schema.name] = schema
            for field in schema.fields { collect(field.kind) }
        case .object(let fields): for field in fields { collect(field.kind) }
        case .list(let kind, _, _), .map(let kind, _): collect(kind)
        case .text, .integer, .flag, .time, .id, .choice, .anything: break
        }
    }
}
