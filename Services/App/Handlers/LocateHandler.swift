import Core
import Messages
import Messaging

/// Which project an app belongs to: the gateway's question before it authorizes.
struct LocateHandler: Sendable {
    let store: AppStore

    func handle(_ request: Proto.LocateRequest, _ context: RequestContext) async throws -> Proto.Location {
        guard let id = AppID(request.id), let project = try await store.project(of: id) else {
            throw Fault.notFound("app \(request.id.prefix(60))")
        }
        return Proto.Location(projectID: project.description, appID: id.description)
    }
}
