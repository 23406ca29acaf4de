extension PostgresConnection {
    /// Runs `body` between BEGIN and COMMIT; an error rolls back and passes through.
    package func transaction<T>(_ body: (isolated PostgresConnection) throws -> T) throws -> T {
        try begin()
        do {
            let value = try body(self)
            try commit()
            return value
        } catch {
            // A session that was lost has rolled back already.
            if isInTransaction { _ = try? simple("ROLLBACK") }
            if isInTransaction { close() }
            throw error
        }
    }

    /// Runs `body` so that its failure undoes its own statements and leaves the transaction usable.
    package func savepoint<T>(_ body: (isolated PostgresConnection) throws -> T) throws -> T {
        _ = try simple("SAVEPOINT inner_step")
        do {
            let value = try body(self)
            _ = try simple("RELEASE SAVEPOINT inner_step")
            return value
        } catch {
            _ = try simple("ROLLBACK TO SAVEPOINT inner_step; RELEASE SAVEPOINT inner_step")
            throw error
        }
    }

    /// A session that turns out dead here has done nothing yet, so it is opened again, once.
    private func begin() throws(PostgresError) {
        do {
            _ = try simple("BEGIN")
        } catch where !isOpen {
            try open()
            _ = try simple("BEGIN")
        }
    }

    private func commit() throws(PostgresError) {
        let answer = try simple("COMMIT")
        // Postgres answers COMMIT of an aborted transaction with a quiet ROLLBACK.
        guard answer.command == "COMMIT" else {
            throw PostgresError(sqlState: "25P02", message: "a statement had failed, so the transaction was rolled back")
        }
    }
}
