import Core

/// Checks JSON against fields, strictly: nothing unknown, nothing of the wrong type. Every mistake is told at once,
/// each with the path of its member.
struct Shape {
    /// A list of a hundred mistakes helps nobody, and the answer stays small whatever was sent.
    private static let mostErrors = 20
    private var errors: [FieldError] = []

    /// Throws one fault with everything that is wrong.
    static func check(_ value: JSONValue, _ fields: [Field]) throws(Fault) {
        var shape = Shape()
        guard let members = value.object else { throw Fault(.invalidArgument, "The body must be a JSON object.") }
        shape.checkMembers(members, fields, at: "")
        guard shape.errors.isEmpty else { throw .invalid(Array(shape.errors.prefix(mostErrors))) }
    }

    private mutating func checkMembers(_ members: [String: JSONValue], _ fields: [Field], at path: String) {
        for name in members.keys.sorted() where !fields.contains(where: { $0.name == name }) {
            refuse(path + String(name.prefix(128)), "is not a field here")
        }
        for field in fields {
            guard let value = members[field.name] else {
                if field.isRequired { refuse(path + field.name, "is missing") }
                continue
            }
            if value.isNull, field.isNullable { continue }
            check(value, field.kind, at: path + field.name)
        }
    }

    private mutating func check(_ value: JSONValue, _ kind: Field.Kind, at path: String) {
        guard errors.count < Self.mostErrors else { return }
        switch kind {
        case .text(let rule):
            guard let text = value.string else { return refuse(path, "must be a string") }
            errors += rule.mistakes(in: text, at: path)
        case .integer(let range):
            guard let number = value.int else { return refuse(path, "must be a whole number") }
            if !range.contains(number) { refuse(path, "must be between \(range.lowerBound) and \(range.upperBound)") }
        case .flag:
            if value.bool == nil { refuse(path, "must be true or false") }
        case .time:
            if value.string.flatMap(Timestamp.init(rfc3339:)) == nil { refuse(path, "must be an RFC 3339 time") }
        case .id:
            if value.string.flatMap({ ID<Shape>($0) }) == nil { refuse(path, "must be an id: a UUID") }
        case .choice(let words):
            guard let word = value.string else { return refuse(path, "must be a string") }
            if !words.contains(word) { refuse(path, "must be one of \(words.joined(separator: ", "))") }
        case .list(let kind, let least, let most):
            guard let items = value.array else { return refuse(path, "must be a list") }
            if items.count < least { refuse(path, least == 1 ? "must not be empty" : "must name at least \(least)") }
            if let most, items.count > most { refuse(path, "must name at most \(most)") }
            for (index, item) in items.enumerated() { check(item, kind, at: "\(path)[\(index)]") }
        case .object(let fields):
            guard let members = value.object else { return refuse(path, "must be an object") }
            checkMembers(members, fields, at: path + ".")
        case .shape(let schema): check(value, .object(schema.fields), at: path)
        case .anything:
            if value.object == nil { refuse(path, "must be an object") }
        case .map(let kind, let isNullable):
            guard let members = value.object else { return refuse(path, "must be an object") }
            for (key, value) in members.sorted(by: { $0.key < $1.key }) where !(isNullable && value.isNull) {
                check(value, kind, at: path + "." + key.prefix(128))
            }
        }
    }

    private mutating func refuse(_ path: String, _ message: String) {
        errors.append(FieldError(field: path, message: message))
    }
}
