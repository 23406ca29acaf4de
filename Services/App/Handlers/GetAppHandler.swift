import Core
import Identity
import Messages
import Messaging

struct GetAppHandler: Sendable {
    let store: AppStore

    func handle(_ request: Proto.GetAppRequest, _ context: RequestContext) async throws -> Proto.App {
        try context.require(.viewer)
        return try await store.get(try AppID(validating: request.appID, field: "app"), project: try context.project)
    }
}
