extension PostgresConnection {
    /// Opens the session if need be and runs `body`, in one hop to the lane and back. A transaction that `body` leaves
    /// open takes the session with it: the next borrower must not inherit it.
    func attempt<T: Sendable>(_ body: @Sendable (isolated PostgresConnection) throws -> T) -> Result<T, any Error> {
        defer { if isInTransaction { close() } }
        do {
            try open()
            return .success(try body(self))
        } catch {
            return .failure(error)
        }
    }
}
