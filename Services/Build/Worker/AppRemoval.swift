import Core

/// Removes what builds left of apps that go: images here and in the registry, then the rows.
struct AppRemoval: Sendable {
    let store: BuildStore
    let images: any ImageBuilder
    let registry: ImageRegistry

    func pass() async throws {
        var problem: (any Error)?
        for deletion in try await store.openDeletions() {
            do {
                try await images.removeImages(of: deletion.app)
                for image in deletion.images { try await registry.remove(image) }
                try await store.finish(deletion)
            } catch {
                problem = error
            }
        }
        if let problem { throw problem }
    }
}
