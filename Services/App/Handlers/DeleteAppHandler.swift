import Core
import Identity
import Messages
import Messaging

struct DeleteAppHandler: Sendable {
    let store: AppStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.GetAppRequest, _ context: RequestContext) async throws -> Proto.Empty {
        try context.require(.admin)
        try await store.beginDeletion(of: try AppID(validating: command.appID, field: "app"), project: try context.project)
        nudge()
        return Proto.Empty()
    }
}
