import Core
import Messages
import Messaging

/// One immutable snapshot, values sealed as they are stored.
struct GetConfigHandler: Sendable {
    let store: AppStore

    func handle(_ request: Proto.GetConfigRequest, _ context: RequestContext) async throws -> Proto.Config {
        try await store.config(of: try AppID(validating: request.appID, field: "app_id"), number: Int(request.number))
    }
}
