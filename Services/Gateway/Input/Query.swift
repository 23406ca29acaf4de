import Core
import Hummingbird
import HummingbirdCore

/// The query parameters that a route declares, checked; others are ignored, as the web expects.
struct Query: Sendable {
    private let values: [String: String]

    init(_ uri: URI, _ fields: [Field]) throws(Fault) {
        var values: [String: String] = [:]
        for pair in (uri.query ?? "").split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let field = fields.first(where: { $0.name == halves[0] }) else { continue }
            guard let value = PercentCoding.decode((halves.count > 1 ? halves[1] : "").replacing("+", with: " ")) else {
                throw .invalid(field.name, "is not percent-encoded UTF-8")
            }
            values[field.name] = value
        }
        for field in fields {
            guard let value = values[field.name] else {
                if field.isRequired { throw .invalid(field.name, "is missing") }
                continue
            }
            try Self.check(value, field)
        }
        self.values = values
    }

    /// Nil when it is absent or empty.
    subscript(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func time(_ name: String) -> Timestamp? { self[name].flatMap(Timestamp.init(rfc3339:)) }

    /// What `Field.page` declares.
    var page: Page {
        get throws(Fault) { try Page.checked(limit: self["limit"].flatMap { Int($0) }, cursor: self["cursor"]) }
    }

    private static func check(_ value: String, _ field: Field) throws(Fault) {
        let json: JSONValue
        switch field.kind {
        case .integer:
            guard let number = Int64(value) else { throw .invalid(field.name, "must be a whole number") }
            json = .int(number)
        default: json = .string(value)
        }
        try Shape.check(.object([field.name: json]), [field])
    }
}

extension Field {
    /// What every list takes.
    static let page: [Field] = [
        .integer("limit", 1...Int64(Page.most), "How many at most; \(Page.usual) unless said.", like: Int64(Page.usual)),
        .text("cursor", "Where to go on: `next_cursor` of the page before.", most: 512),
    ]
}
