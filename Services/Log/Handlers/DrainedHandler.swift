import Core
import Messages
import Messaging

/// Tells the deploy service that a stopped container may be removed.
struct DrainedHandler: Sendable {
    let store: LogStore

    func handle(_ request: Proto.DrainedRequest, _ context: RequestContext) async throws(Fault) -> Proto.DrainedReply {
        let app = try AppID(validating: request.appID, field: "app_id")
        return Proto.DrainedReply(drained: try await store.isDrained(app: app, container: request.containerID))
    }
}
