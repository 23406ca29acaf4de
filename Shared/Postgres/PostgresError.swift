package import Core

/// What the server, or the way to it, said. Matched by `sqlState`, never by prose, which is translated and changes.
package struct PostgresError: Error, Sendable, Equatable {
    /// Five characters, e.g. `23505`; `08006` when the connection was lost, `P0002` when a row was expected.
    package let sqlState: String
    package let message: String
    package let constraint: String?
    /// May quote values of a row: for logs only.
    package let detail: String?

    package init(sqlState: String, message: String, constraint: String? = nil, detail: String? = nil) {
        self.sqlState = sqlState
        self.message = message
        self.constraint = constraint
        self.detail = detail
    }
}

package extension PostgresError {
    var isUniqueViolation: Bool { sqlState == "23505" }
    var isForeignKeyViolation: Bool { sqlState == "23503" }
    var isCheckViolation: Bool { sqlState == "23514" }

    /// The transaction lost against another one and may simply be run again.
    var isSerializationFailure: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Nobody is there, or nobody is there any more: what was running may or may not have happened.
    var isConnectionLoss: Bool { sqlState.hasPrefix("08") || sqlState.hasPrefix("57P") || sqlState == "25P03" }

    func isUniqueViolation(of constraint: String) -> Bool { isUniqueViolation && self.constraint == constraint }

    /// What a caller of the store is told. `doing` is a gerund: "inserting build".
    func fault(_ doing: String) -> Fault {
        let detail = "\(doing): \(String(reflecting: self))"
        switch sqlState {
        case "23505": return Fault(.alreadyExists, "That already exists.", detail: detail)
        case "23503": return Fault(.failedPrecondition, "Something that this refers to is not there.", detail: detail)
        case "40001", "40P01", "55P03": return Fault(.aborted, "Somebody else is changing the same thing; try again.", detail: detail)
        case "57014": return Fault(.deadlineExceeded, "The database took too long.", detail: detail)
        case "53300", "53400": return Fault(.unavailable, "The database is busy.", detail: detail)
        default:
            if isConnectionLoss { return Fault(.unavailable, "The database is not answering.", detail: detail) }
            return .internal(detail)
        }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "\(sqlState): \(message)" }

    package var debugDescription: String {
        var text = description
        if let constraint { text += " (constraint \(constraint))" }
        if let detail { text += " [\(detail)]" }
        return text
    }
}

extension PostgresError {
    static func connectionLost(_ message: String) -> PostgresError { PostgresError(sqlState: "08006", message: message) }
    static func notConnected(_ message: String) -> PostgresError { PostgresError(sqlState: "08001", message: message) }
    static func noRow() -> PostgresError { PostgresError(sqlState: "P0002", message: "a row was expected and none came") }

    /// A value of a row is not what the code expects of it.
    package static func unreadable(_ text: String, as type: Any.Type) -> PostgresError {
        PostgresError(sqlState: "22P02", message: "not a \(type)", detail: String(text.prefix(80)))
    }
}
