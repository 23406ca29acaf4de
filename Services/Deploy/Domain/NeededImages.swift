import Core

/// Which of an app's images something needs: what runs, what is on its way, and what a rollback may go to. Pure.
///
/// Decided under the app's lock, in the transaction that writes the others off: a deployment is either seen here, and keeps
/// its image, or begins afterwards, and finds the image written off.
struct NeededImages: Sendable, Equatable {
    /// A deployment that has not ended: what it will run may not be known yet.
    struct Moving: Sendable {
        var image: String
        var build: BuildID?
    }

    private var images: Set<String>
    private var builds: Set<BuildID>
    /// Somebody is about to choose an image, and may choose any.
    private var isOpen: Bool

    /// - Parameters:
    ///   - live: the image that serves.
    ///   - inUse: images of every instance of which something is left.
    ///   - moving: pending and active deployments.
    ///   - earlier: images that were live, the latest first. Releases that share an image count once.
    ///   - kept: how many of these can be gone back to, beside the one that serves.
    init(live: String?, inUse: Set<String>, moving: [Moving], earlier: [String], kept: Int) {
        images = inUse.union(moving.map(\.image))
        builds = Set(moving.compactMap(\.build))
        isOpen = moving.contains { $0.image.isEmpty && $0.build == nil }
        var room = kept
        if let live { images.insert(live) }
        for image in earlier where room > 0 && image != live {
            images.insert(image)
            room -= 1
        }
    }

    /// - Parameter candidates: the builds that made the image.
    func contains(_ image: String, of candidates: [BuildID]) -> Bool {
        isOpen || images.contains(image) || candidates.contains { builds.contains($0) }
    }
}
