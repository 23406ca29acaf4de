import Core
import Messages
import Messaging

/// By a rollback: pushes stay off until the user wants them back.
struct SetAutoDeployHandler: Sendable {
    let store: AppStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.SetAutoDeployRequest, _ context: RequestContext) async throws -> Proto.Empty {
        _ = try await store.update(try AppID(validating: command.appID, field: "app_id"), project: nil) { app throws(Fault) in
            app.source?.autoDeploy = command.autoDeploy
        }
        nudge()
        return Proto.Empty()
    }
}
