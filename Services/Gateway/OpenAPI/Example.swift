import Core

/// Examples, made of the fields': each is valid against the shape that it is of, because both come from one place.
enum Example {
    static func value(_ schema: Schema) -> JSONValue { object(schema.fields, of: schema.name) }

    /// A body as a person would send it: what is required, and what has an example of its own.
    static func body(_ fields: [Field]) -> JSONValue {
        object(fields.filter { $0.isRequired || $0.example != nil || $0.isSection }, of: "")
    }

    /// - Parameter owner: what the field belongs to: an `id` is the owner's.
    static func value(_ field: Field, of owner: String) -> JSONValue {
        if let example = field.example { return example }
        if case .id = field.kind { return .string(id(field.name == "id" ? owner : field.name)) }
        return value(field.kind, of: owner)
    }

    private static func value(_ kind: Field.Kind, of owner: String) -> JSONValue {
        switch kind {
        case .text(let rule): .string(rule.example)
        case .integer(let range): .int(min(max(1, range.lowerBound), range.upperBound))
        case .flag: false
        case .time: "2026-03-01T09:30:00.000Z"
        case .id: .string(id(owner))
        case .choice(let words): .string(words.first ?? "")
        case .list(let kind, _, _): [value(kind, of: owner)]
        case .map(let kind, _): ["DATABASE_URL": value(kind, of: owner)]
        case .object(let fields): object(fields, of: owner)
        case .shape(let schema): value(schema)
        case .anything: [:]
        }
    }

    private static func object(_ fields: [Field], of owner: String) -> JSONValue {
        .object(Dictionary(fields.map { ($0.name, value($0, of: owner)) }, uniquingKeysWith: { first, _ in first }))
    }

    /// The same id wherever the same kind of thing is meant: "app_id" of a deployment is the "id" of an app.
    private static func id(_ name: String) -> String {
        var stem = Substring(name.lowercased())
        if stem.hasSuffix("_id") { stem = stem.dropLast(3) }
        let word = stem.split(separator: "_").last ?? stem
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = Hex.encode((0..<6).map { UInt8(truncatingIfNeeded: hash >> UInt64($0 * 8)) })
        return "0197b2c4-5d6e-7f80-9a1b-\(digits)"
    }
}

extension Field {
    /// An object inside a body: shown in its example with what has an example itself.
    fileprivate var isSection: Bool {
        if case .object = kind { true } else { false }
    }
}
