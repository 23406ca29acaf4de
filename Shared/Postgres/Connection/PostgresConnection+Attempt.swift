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

    /// Runs `work` on the lane, after what is there already. The caller does not wait.
    nonisolated func serve(_ work: @escaping @Sendable (isolated PostgresConnection) -> Void) {
        lane.run { self.assumeIsolated { work($0) } }
    }
}
