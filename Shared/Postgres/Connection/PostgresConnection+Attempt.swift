import Core

extension PostgresConnection {
    /// Opens the session if need be and runs `body`, in one hop to the lane and back; `then` is told when it is over. A
    /// transaction that `body` leaves open takes the session with it: the next borrower must not inherit it.
    func attempt<T: Sendable>(
        _ body: @Sendable (isolated PostgresConnection) throws -> T, then: @Sendable (PostgresConnection) -> Void = { _ in }
    ) -> Result<T, any Error> {
        defer {
            if isInTransaction { close() }
            then(self)
        }
        do {
            try open()
            return .success(try body(self))
        } catch {
            return .failure(error)
        }
    }

    /// Runs one statement, and tells `then` on whatever thread is at hand. What has to block goes to the lane: opening the
    /// session, preparing a statement that is new to it, looking into what the server said unasked.
    nonisolated func answer(to sql: SQL, then: @escaping @Sendable (Result<Rows, any Error>) -> Void) {
        guard let handle = session.handle, let name = session.prepared[sql.text], sql.hasNoNUL, session.isQuiet else {
            return answerOnLane(sql, then)
        }
        Question(session, handle) { [self] outcome in
            if session.isInTransaction { session.close() }
            switch outcome {
            case .success(let rows): then(.success(rows))
            case .failure(let error) where error.isStalePlan:
                session.prepared[sql.text] = nil
                answerOnLane(sql, then)
            case .failure(let error): then(.failure(error))
            }
        }.send(name, sql.values)
    }

    private nonisolated func answerOnLane(_ sql: SQL, _ then: @escaping @Sendable (Result<Rows, any Error>) -> Void) {
        lane.run { self.assumeIsolated { then($0.attempt { db in try db.run(sql) }) } }
    }
}
