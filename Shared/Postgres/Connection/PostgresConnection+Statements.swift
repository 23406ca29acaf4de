import CPostgres

extension PostgresConnection {
    /// Statements kept per session. Beyond it all are dropped and prepared again: a sign of values written into text.
    private static let mostPrepared = 256

    /// Every row of the answer.
    package func query<T: Sendable>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> [T] {
        let rows = try run(sql)
        let count = rows.count
        var values: [T] = []
        values.reserveCapacity(count)
        for number in 0..<count { values.append(try decode(Row(rows: rows, number: Int32(number)))) }
        return values
    }

    /// The first row; nil when there is none.
    package func first<T: Sendable>(_ sql: SQL, _ decode: (Row) throws -> T) throws -> T? {
        let rows = try run(sql)
        return rows.count > 0 ? try decode(Row(rows: rows, number: 0)) : nil
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

    private func run(_ sql: SQL) throws(PostgresError) -> Rows {
        let text = sql.text
        do {
            return try run(text, sql.values)
        } catch where error.isStalePlan && !isInTransaction {
            prepared[text] = nil
            return try run(text, sql.values)
        }
    }

    private func run(_ text: String, _ values: [String?]) throws(PostgresError) -> Rows {
        guard let handle else { throw .connectionLost("the session is closed") }
        for case let value? in values where value.utf8.contains(0) {
            throw PostgresError(sqlState: "22021", message: "a text contains NUL, which Postgres cannot keep")
        }
        let name = try statement(text, handle)
        let answer = withCStrings(values) { PQexecPrepared(handle, name, Int32(values.count), $0, nil, nil, 0) }
        do {
            return try checked(answer, handle)
        } catch {
            if error.isStalePlan { prepared[text] = nil }
            throw error
        }
    }

    private func statement(_ text: String, _ handle: OpaquePointer) throws(PostgresError) -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Self.mostPrepared {
            _ = try simple("DEALLOCATE ALL")
            prepared = [:]
        }
        statementsMade += 1
        let name = "s\(statementsMade)"
        _ = try checked(PQprepare(handle, name, text, 0, nil), handle)
        prepared[text] = name
        return name
    }

    func simple(_ text: String) throws(PostgresError) -> Rows {
        guard let handle else { throw .connectionLost("the session is closed") }
        return try checked(PQexec(handle, text), handle)
    }

    /// Reads the error where it happened: libpq keeps one per connection, and the next call overwrites it.
    func checked(_ answer: OpaquePointer?, _ handle: OpaquePointer) throws(PostgresError) -> Rows {
        guard let answer else { throw .connectionLost(String(cString: PQerrorMessage(handle))) }
        switch PQresultStatus(answer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY, PGRES_COPY_IN:
            return Rows(answer)
        default:
            defer { PQclear(answer) }
            throw PostgresError(answer, isLost: PQstatus(handle) != CONNECTION_OK)
        }
    }
}
