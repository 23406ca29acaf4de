/// One member of a request's body, or one query parameter: what `Shape` checks and `openapi.json` tells.
struct Field: Sendable {
    indirect enum Kind: Sendable {
        case text(most: Int)
        case integer(ClosedRange<Int64>)
        case flag
        case time
        case choice([String])
        case list(Kind)
        case object([Field])
        /// Keys that the caller chooses; a null value where `isNullable`.
        case map(Kind, isNullable: Bool)
    }

    let name: String
    let kind: Kind
    var isRequired = false
    var isNullable = false

    static func text(_ name: String, most: Int = 2_048) -> Field { Field(name: name, kind: .text(most: most)) }
    static func integer(_ name: String, _ range: ClosedRange<Int64>) -> Field { Field(name: name, kind: .integer(range)) }
    static func flag(_ name: String) -> Field { Field(name: name, kind: .flag) }
    static func time(_ name: String) -> Field { Field(name: name, kind: .time) }
    static func choice(_ name: String, _ words: String...) -> Field { Field(name: name, kind: .choice(words)) }
    static func list(_ name: String, of kind: Kind) -> Field { Field(name: name, kind: .list(kind)) }
    static func object(_ name: String, _ fields: [Field]) -> Field { Field(name: name, kind: .object(fields)) }
    static func map(_ name: String, of kind: Kind, isNullable: Bool = false) -> Field {
        Field(name: name, kind: .map(kind, isNullable: isNullable))
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
