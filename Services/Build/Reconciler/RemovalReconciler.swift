import Core

/// Removes what builds left of apps that go: images here and in the registry, then the rows.
struct RemovalReconciler: Sendable {
    let store: BuildStore
    let builder: any Builder
    let registry: ImageRegistry
    let gate: RegistryGate

    func pass() async throws {
        // A registry that is being swept takes no deletions.
        guard try await !gate.isClosed() else { return }
        var problem: (any Error)?
        for deletion in try await store.openDeletions() {
            do {
                try await builder.removeAll(of: deletion.app)
                for image in deletion.images { try await registry.remove(image) }
                // What they were made of goes with the next collection, which comes soon after a deletion.
                if !deletion.images.isEmpty { try await gate.noteGarbage() }
                try await store.finish(deletion)
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
    }
}
