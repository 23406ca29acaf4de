import Core

/// The lease was taken by another: everything done since is refused by its fencing number.
package struct LeaseLost: Error {
    package init() {}
}

/// Runs `body` and renews its lease meanwhile; cancels `body` once the lease is another's.
///
/// A renewal that fails (the database is away) is tried again at the next beat: the lease may still be ours, and if it is
/// not, the fencing number that every write names refuses us.
/// - Parameter renew: false when the lease is lost.
/// - Returns: what `body` does, also when the lease ended meanwhile because `body` had finished what it was for.
/// - Throws: what `body` throws; `LeaseLost` when it was cancelled for that reason and gave up.
package func withHeartbeat<T: Sendable>(
    every beat: Duration = .seconds(5), renew: @escaping @Sendable () async throws -> Bool,
    _ body: @escaping @Sendable () async throws -> T
) async throws -> T {
    try await withThrowingTaskGroup(of: T?.self) { group in
        group.addTask {
            while true {
                try await Task.sleep(for: beat)
                let isOurs = (try? await renew()) ?? true
                guard isOurs else { return nil }
            }
        }
        group.addTask { try await body() }
        defer { group.cancelAll() }
        if let result = try await group.next() ?? nil { return result }
        group.cancelAll()
        guard let result = try? await group.next() ?? nil else { throw LeaseLost() }
        return result
    }
}
