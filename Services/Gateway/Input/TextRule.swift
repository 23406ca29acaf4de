import Core

/// What a text must be: told in the document, and checked before anybody is asked.
struct TextRule: Sendable {
    /// In Unicode scalars, as JSON Schema counts.
    var least = 0
    var most = 2_048
    /// ECMA 262, for readers; `check` is what refuses.
    var pattern: String?
    /// A word of JSON Schema: "email", "uri".
    var format: String?
    var example = "text"
    /// Throws what is wrong with a text that is long enough and not too long.
    var check: (@Sendable (_ text: String, _ field: String) throws(Fault) -> Void)?

    /// What the gateway only tells and never takes.
    static let any = TextRule(most: .max)

    /// A DNS label: names of projects and apps.
    static let label = TextRule(
        least: 1, most: 30, pattern: "^[a-z]([a-z0-9-]*[a-z0-9])?$", example: "shop",
        check: { (text, field) throws(Fault) in try Names.checkLabel(text, field: field) })

    /// The name of a variable.
    static let variableKey = TextRule(
        least: 1, most: 256, pattern: "^(?!PORT$|SLIPWAY_)[A-Za-z_][A-Za-z0-9_]*$", example: "DATABASE_URL",
        check: { (text, field) throws(Fault) in try Names.checkVariableKey(text, field: field) })

    /// One line for people.
    static func line(least: Int = 0, most: Int, like example: String) -> TextRule {
        TextRule(
            least: least, most: most, pattern: #"^[^\u0000-\u001f\u007f]*$"#, example: example,
            check: { (text, field) throws(Fault) in try Names.checkText(text, field: field, least: least, most: most) })
    }

    /// Says what is wrong with the text; nothing when nothing is.
    func mistakes(in text: String, at path: String) -> [FieldError] {
        let count = text.unicodeScalars.count
        if text.utf8.contains(0) { return [FieldError(field: path, message: "must not contain a NUL character")] }
        if count > most { return [FieldError(field: path, message: "must have at most \(most) characters")] }
        if count < least {
            return [FieldError(field: path, message: least == 1 ? "must not be empty" : "must have at least \(least) characters")]
        }
        do {
            try check?(text, path)
            return []
        } catch {
            return error.fields
        }
    }
}
