import Core
import Messages
import Messaging

/// The variables of a config that builds see: values for the build service alone, and what tells them from others for everybody.
struct GetBuildVariablesHandler: Sendable {
    let store: AppStore
    let vault: VariableVault

    func handle(_ request: Proto.GetConfigRequest, _ context: RequestContext) async throws -> Proto.BuildVariables {
        let app = try AppID(validating: request.appID, field: "app_id")
        return try vault.buildVariables(of: try await store.config(of: app, number: Int(request.number)), app: app)
    }
}
