/// How much of a list is asked for, and from where.
package struct Page: Sendable, Equatable {
    /// What a list answers when nobody says how much.
    package static let usual = 50
    /// The most that one answer carries.
    package static let most = 200

    package let limit: Int
    package let cursor: String?

    package init(limit: Int = Page.usual, cursor: String? = nil) {
        self.limit = limit
        self.cursor = cursor
    }

    /// Reads what a caller asked for: 50 when nothing is said, 1 to 200 otherwise; an empty cursor is none.
    package static func checked(limit: Int?, cursor: String?) throws(Fault) -> Page {
        let limit = limit ?? usual
        guard (1...most).contains(limit) else { throw .invalid("limit", "must be between 1 and \(most)") }
        guard (cursor?.utf8.count ?? 0) <= 512 else { throw .invalid("cursor", "is not one that this list gave") }
        return Page(limit: limit, cursor: cursor.flatMap { $0.isEmpty ? nil : $0 })
    }
}
