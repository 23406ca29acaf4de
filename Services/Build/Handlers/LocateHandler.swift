import Core
import Messages
import Messaging

struct LocateHandler: Sendable {
    let store: BuildStore

    func handle(_ request: Proto.LocateRequest, _ context: RequestContext) async throws -> Proto.Location {
        guard let id = BuildID(request.id), let place = try await store.locate(id) else { throw Fault.notFound("build \(request.id.prefix(60))") }
        return Proto.Location(projectID: place.project.description, appID: place.app.description)
    }
}
