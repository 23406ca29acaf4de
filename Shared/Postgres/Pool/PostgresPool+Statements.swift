package import Core

/// Single statements, each its own transaction; `doing` is a gerund for whoever reads the log: "reading build".
package extension PostgresPool {
    func query<T: Sendable>(_ doing: String, _ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> T) async throws(Fault) -> [T] {
        let rows = try await answer(doing, to: sql)
        return try decoding(doing) { try rows.map(decode) }
    }

    /// The first row; nil when there is none.
    func first<T: Sendable>(_ doing: String, _ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> T) async throws(Fault) -> T? {
        let rows = try await answer(doing, to: sql)
        return try decoding(doing) { try rows.first(decode) }
    }

    /// The first row, which must be there.
    func one<T: Sendable>(_ doing: String, _ sql: SQL, _ decode: @escaping @Sendable (Row) throws -> T) async throws(Fault) -> T {
        let rows = try await answer(doing, to: sql)
        return try decoding(doing) {
            guard let value = try rows.first(decode) else { throw PostgresError.noRow() }
            return value
        }
    }

    /// How many rows were written.
    @discardableResult
    func execute(_ doing: String, _ sql: SQL) async throws(Fault) -> Int {
        try await answer(doing, to: sql).affected
    }

    /// Asks the server for nothing, to see that it answers.
    func ping() async throws(Fault) {
        try await execute("asking whether the database answers", "SELECT 1")
    }

    /// Runs `body` in one transaction, synchronously on the connection's own thread: nothing remote can creep in.
    ///
    /// A `Fault` thrown by `body` rolls back and passes through. When the transaction lost against another one
    /// (serialization, deadlock) it is run again, twice at most: `body` may run more than once.
    func transaction<T: Sendable>(
        _ doing: String, _ body: @Sendable (isolated PostgresConnection) throws -> T
    ) async throws(Fault) -> T {
        try await withConnection(doing) { db in
            var attempt = 0
            while true {
                attempt += 1
                do {
                    return try db.transaction(body)
                } catch let error as PostgresError where attempt <= 2 && (error.isSerializationFailure || error.isStalePlan) {
                    continue
                }
            }
        }
    }
}
