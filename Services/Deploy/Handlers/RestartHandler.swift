import Core
import Identity
import Messages
import Messaging

/// New instances of the live release, one set in the other's place.
struct RestartHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.RestartRequest, _ context: RequestContext) async throws(Fault) -> Proto.Empty {
        try context.require(.deployer)
        let id = try AppID(validating: request.appID, field: "app_id")
        guard let app = try await store.app(id), app.project == (try context.project) else {
            throw .wrongState("Nothing of this app is live that could be restarted.", reason: "nothing_live")
        }
        try await store.restart(id)
        return Proto.Empty()
    }
}
