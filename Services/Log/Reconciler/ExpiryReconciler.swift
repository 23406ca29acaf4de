import Core

/// Removes lines past their time, a bounded part after another.
struct ExpiryReconciler: Sendable {
    let store: LogStore
    let retention: Duration

    @Sendable func pass() async throws {
        while try await store.expire(olderThan: retention) > 0 { try Task.checkCancellation() }
    }
}
