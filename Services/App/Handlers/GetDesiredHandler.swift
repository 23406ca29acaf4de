import Core
import Messages
import Messaging

/// What the deploy service needs to begin.
struct GetDesiredHandler: Sendable {
    let store: AppStore

    func handle(_ request: Proto.GetAppRequest, _ context: RequestContext) async throws -> Proto.AppDesired {
        let app = try await store.get(try AppID(validating: request.appID, field: "app_id"))
        return Proto.AppDesired(app: app, config: app.config)
    }
}
