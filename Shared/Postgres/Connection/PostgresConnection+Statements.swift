import CPostgres

extension PostgresConnection {
    /// Statements kept per session. Beyond it all are dropped and prepared again: a sign of values written into text.
    private static let mostPrepared = 256

    /// Every row of the answer.
    package func query<T: Sendable>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> [T] {
        try run(sql).map(decode)
    }

    /// The first row; nil when there is none.
    package func first<T: Sendable>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T? {
        try run(sql).first(decode)
    }

    /// The first row, which must be there.
    package func one<T: Sendable>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T {
        guard let value = try first(sql, decode) else { throw PostgresError.noRow() }
        return value
    }

    /// How many rows were written.
    @discardableResult
    package func execute(_ sql: SQL) throws -> Int {
        try run(sql).affected
    }

    /// Several statements without values, e.g. a migration.
    package func executeScript(_ text: String) throws(PostgresError) {
        _ = try simple(text)
    }

    func run(_ sql: SQL) throws(PostgresError) -> Rows {
        guard sql.hasNoNUL else {
            throw PostgresError(sqlState: "22021", message: "a text contains NUL, which Postgres cannot keep")
        }
        let text = sql.text
        do {
            return try run(text, sql.values)
        } catch where error.isStalePlan && !isInTransaction {
            session.prepared[text] = nil
            return try run(text, sql.values)
        }
    }

    private func run(_ text: String, _ values: [String?]) throws(PostgresError) -> Rows {
        guard let handle else { throw .connectionLost("the session is closed") }
        let name = try statement(text, handle)
        let answer = withCStrings(values) { PQexecPrepared(handle, name, Int32(values.count), $0, nil, nil, 0) }
        do {
            return try session.checked(answer)
        } catch {
            if error.isStalePlan { session.prepared[text] = nil }
            throw error
        }
    }

    private func statement(_ text: String, _ handle: OpaquePointer) throws(PostgresError) -> String {
        if let name = session.prepared[text] { return name }
        if session.prepared.count >= Self.mostPrepared {
            _ = try simple("DEALLOCATE ALL")
            session.prepared = [:]
        }
        session.statementsMade += 1
        let name = "s\(session.statementsMade)"
        _ = try session.checked(PQprepare(handle, name, text, 0, nil))
        session.prepared[text] = name
        return name
    }

    func simple(_ text: String) throws(PostgresError) -> Rows {
        guard let handle else { throw .connectionLost("the session is closed") }
        return try session.checked(PQexec(handle, text))
    }
}
