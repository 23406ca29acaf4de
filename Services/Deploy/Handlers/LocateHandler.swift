import Core
import Messages
import Messaging

/// Where a deployment lives: the gateway's question before it authorizes.
struct LocateHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.LocateRequest, _ context: RequestContext) async throws(Fault) -> Proto.Location {
        guard let id = DeploymentID(request.id), let place = try await store.locate(id) else { throw .notFound("deployment \(request.id)") }
        return place
    }
}
