import Core

/// Asks for a collection when it is time.
struct CollectionReconciler: Sendable {
    let store: CollectionStore
    let interval: Duration
    /// After a failure, or when a deleted app left blobs behind.
    let soon: Duration
    let nudge: @Sendable () -> Void

    func pass() async throws {
        guard let trigger = try await store.due(every: interval, soon: min(soon, interval)) else { return }
        _ = try await store.request(CollectionID(), trigger)
        nudge()
    }
}
