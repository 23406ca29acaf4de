/// One row of an answer. Columns are asked for by name; what comes out is a copy.
package struct Row: Sendable {
    let rows: Rows
    let number: Int32

    /// The value of a column; an error when there is no such column, it is NULL (and `T` no optional) or not a `T`.
    package func get<T: PostgresValue>(_ column: String, as type: T.Type = T.self) throws(PostgresError) -> T {
        guard let place = rows.column(column) else {
            throw PostgresError(sqlState: "42703", message: "the answer has no column \(column)")
        }
        do {
            return rows.isNull(number, place) ? try T.decodeNull() : try T.decode(rows.text(number, place))
        } catch {
            throw PostgresError(sqlState: error.sqlState, message: "column \(column): \(error.message)", detail: error.detail)
        }
    }

    /// The value of a column that may be NULL.
    package func getOptional<T: PostgresValue>(_ column: String, as type: T.Type = T.self) throws(PostgresError) -> T? {
        try get(column, as: T?.self)
    }
}
