import Core

/// One member of a body or of an answer, or one query parameter: what `Shape` checks and `openapi.json` tells.
struct Field: Sendable {
    indirect enum Kind: Sendable {
        case text(TextRule)
        case integer(ClosedRange<Int64>)
        case flag
        case time
        case id
        case choice([String])
        case list(Kind, least: Int, most: Int?)
        case object([Field])
        /// Keys that the caller chooses; a null value where `isNullable`.
        case map(Kind, isNullable: Bool)
        /// A shape with a name of its own in the document.
        case shape(Schema)
        /// An object that nobody promises the members of.
        case anything
    }

    let name: String
    let kind: Kind
    var about = ""
    var isRequired = false
    var isNullable = false
    /// Instead of the kind's own.
    var example: JSONValue?

    static func text(_ name: String, _ about: String = "", most: Int = 2_048, like example: String? = nil) -> Field {
        .text(name, about, TextRule(most: most), like: example)
    }

    static func text(_ name: String, _ about: String = "", _ rule: TextRule, like example: String? = nil) -> Field {
        Field(name: name, kind: .text(rule), about: about, example: example.map { .string($0) })
    }

    static func text(_ name: String, _ rule: TextRule, like example: String? = nil) -> Field {
        .text(name, "", rule, like: example)
    }

    static func integer(_ name: String, _ range: ClosedRange<Int64>, _ about: String = "", like example: Int64? = nil) -> Field {
        Field(name: name, kind: .integer(range), about: about, example: example.map { .int($0) })
    }

    /// A number from zero on: how many there are of something.
    static func count(_ name: String, _ about: String = "", like example: Int64 = 1) -> Field {
        .integer(name, 0...Int64(UInt32.max), about, like: example)
    }

    static func flag(_ name: String, _ about: String = "", like example: Bool = false) -> Field {
        Field(name: name, kind: .flag, about: about, example: .bool(example))
    }

    static func time(_ name: String, _ about: String = "") -> Field { Field(name: name, kind: .time, about: about) }

    static func id(_ name: String, _ about: String = "") -> Field { Field(name: name, kind: .id, about: about) }

    static func choice(_ name: String, _ words: String..., about: String = "") -> Field {
        .choice(name, words, about)
    }

    static func choice(_ name: String, _ words: [String], _ about: String = "", like example: String? = nil) -> Field {
        Field(name: name, kind: .choice(words), about: about, example: example.map { .string($0) })
    }

    static func list(_ name: String, of kind: Kind, _ about: String = "", least: Int = 0, most: Int? = nil) -> Field {
        Field(name: name, kind: .list(kind, least: least, most: most), about: about)
    }

    static func object(_ name: String, _ fields: [Field], _ about: String = "") -> Field {
        Field(name: name, kind: .object(fields), about: about)
    }

    static func shape(_ name: String, _ schema: Schema, _ about: String = "") -> Field {
        Field(name: name, kind: .shape(schema), about: about)
    }

    static func map(_ name: String, of kind: Kind, isNullable: Bool = false, _ about: String = "") -> Field {
        Field(name: name, kind: .map(kind, isNullable: isNullable), about: about)
    }

    /// Must be there.
    var required: Field {
        var field = self
        field.isRequired = true
        return field
    }

    /// May be null; in a merge patch, null removes the member.
    var nullable: Field {
        var field = self
        field.isNullable = true
        return field
    }
}
