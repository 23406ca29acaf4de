import CPostgres

extension PostgresError {
    /// What a failed answer says.
    init(_ answer: OpaquePointer, isLost: Bool) {
        // Swift does not import the header's PG_DIAG_… macros, which are these letters.
        func field(_ letter: Unicode.Scalar) -> String? {
            PQresultErrorField(answer, Int32(letter.value)).map { String(cString: $0) }
        }
        self.init(
            sqlState: field("C") ?? (isLost ? "08006" : "XX000"),
            message: field("M") ?? String(cString: PQresultErrorMessage(answer)),
            constraint: field("n"),
            detail: field("D"))
    }

    /// The session's prepared statement is gone, or a migration changed what it returns: preparing it again helps.
    var isStalePlan: Bool { sqlState == "26000" || (sqlState == "0A000" && message.hasPrefix("cached plan")) }
}
