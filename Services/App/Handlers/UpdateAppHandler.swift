import Core
import Identity
import Messages
import Messaging

struct UpdateAppHandler: Sendable {
    let store: AppStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.UpdateAppRequest, _ context: RequestContext) async throws -> Proto.App {
        try context.require(.deployer)
        let app = try await store.update(try AppID(validating: command.appID, field: "app"), project: try context.project) {
            app throws(Fault) in
            try app.apply(command)
            try AppRules.check(app)
        }
        nudge()
        return app
    }
}
