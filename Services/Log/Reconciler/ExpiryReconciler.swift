import Core

/// Removes lines past their time and number, a bounded part after another.
struct ExpiryReconciler: Sendable {
    let store: LogStore
    let retention: Duration
    let most: Int64

    @Sendable func pass() async throws {
        while try await store.expire(olderThan: retention, most: most) > 0 { try Task.checkCancellation() }
    }
}
