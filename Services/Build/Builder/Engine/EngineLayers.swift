import ContainerEngine
import Core

/// The layers of images on the engine. An image's never change, so each is asked for once.
actor EngineLayers {
    private static let most = 5_000

    private let engine: ContainerEngine
    private var known: [String: [ImageLayer]] = [:]

    init(engine: ContainerEngine) { self.engine = engine }

    /// By image; one that was removed meanwhile is not among them.
    func sizes(of images: [String]) async throws -> [String: [ImageLayer]] {
        var sizes: [String: [ImageLayer]] = [:]
        for image in images {
            if known[image] == nil {
                do {
                    known[image] = try await engine.layers(of: image)
                } catch {
                    guard error.isNotFound else { throw error }
                }
            }
            sizes[image] = known[image]
        }
        if known.count > Self.most { known = sizes }
        return sizes
    }
}
