import Core

/// Fields and shapes as JSON Schema (2020-12).
enum SchemaText {
    static func reference(_ schema: Schema) -> JSONValue { ["$ref": .string("#/components/schemas/\(schema.name)")] }

    static func component(_ schema: Schema) -> JSONValue {
        var text = self.schema(of: .object(schema.fields))
        text["description"] = .string(schema.about)
        return text
    }

    static func schema(of field: Field) -> JSONValue {
        var text = schema(of: field.kind)
        if field.isNullable {
            if let type = text["type"], text["enum"] == nil, case .string = type {
                text["type"] = [type, "null"]
            } else {
                text = ["anyOf": [text, ["type": "null"]]]
            }
        }
        if !field.about.isEmpty { text["description"] = .string(field.about) }
        return text
    }

    static func schema(of kind: Field.Kind) -> JSONValue {
        switch kind {
        case .text(let rule): text(rule)
        case .integer(let range): ["type": "integer", "minimum": .int(range.lowerBound), "maximum": .int(range.upperBound)]
        case .flag: ["type": "boolean"]
        case .time: ["type": "string", "format": "date-time"]
        case .id: ["type": "string", "format": "uuid"]
        case .choice(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
        case .list(let kind, let least, let most): list(kind, least, most)
        case .map(let kind, let isNullable):
            [
                "type": "object",
                "additionalProperties": isNullable ? ["anyOf": [schema(of: kind), ["type": "null"]]] : schema(of: kind),
            ]
        case .object(let fields): object(fields)
        case .shape(let schema): reference(schema)
        case .anything: ["type": "object", "additionalProperties": true]
        }
    }

    private static func text(_ rule: TextRule) -> JSONValue {
        var text: JSONValue = ["type": "string"]
        if rule.most < Int.max { text["maxLength"] = .number(rule.most) }
        if rule.least > 0 { text["minLength"] = .number(rule.least) }
        if let pattern = rule.pattern { text["pattern"] = .string(pattern) }
        if let format = rule.format { text["format"] = .string(format) }
        return text
    }

    private static func object(_ fields: [Field]) -> JSONValue {
        let properties = Dictionary(fields.map { ($0.name, schema(of: $0)) }, uniquingKeysWith: { first, _ in first })
        var text: JSONValue = ["type": "object", "additionalProperties": false, "properties": .object(properties)]
        let required = fields.filter(\.isRequired).map(\.name)
        if !required.isEmpty { text["required"] = .array(required.map { .string($0) }) }
        return text
    }

    private static func list(_ kind: Field.Kind, _ least: Int, _ most: Int?) -> JSONValue {
        var text: JSONValue = ["type": "array", "items": schema(of: kind)]
        if least > 0 { text["minItems"] = .number(least) }
        if let most { text["maxItems"] = .number(most) }
        return text
    }
}
