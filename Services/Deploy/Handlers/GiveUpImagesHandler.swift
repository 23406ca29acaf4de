import Core
import Messages
import Messaging

/// Says which images nothing needs any more, and remembers it.
struct GiveUpImagesHandler: Sendable {
    let store: DeployStore
    /// How many earlier images of an app can be gone back to.
    let kept: Int

    private static let most = 500

    func handle(_ request: Proto.GiveUpImagesRequest, _ context: RequestContext) async throws(Fault) -> Proto.GiveUpImagesReply {
        let app = try AppID(validating: request.appID, field: "app_id")
        guard request.candidates.count <= Self.most else { throw .invalid("candidates", "must be \(Self.most) at most") }
        var candidates: [ImageCandidate] = []
        for candidate in request.candidates {
            guard !candidate.image.isEmpty else { throw .invalid("candidates", "must each name an image") }
            var builds: [BuildID] = []
            for build in candidate.buildIDs { builds.append(try BuildID(validating: build, field: "build_ids")) }
            candidates.append(ImageCandidate(image: candidate.image, builds: builds))
        }
        return Proto.GiveUpImagesReply(images: try await store.giveUp(candidates, of: app, keeping: kept))
    }
}
