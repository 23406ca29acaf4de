import Core
import Messages
import Messaging

/// One immutable snapshot, values sealed as they are stored.
struct GetConfigHandler: Sendable {
    let store: AppStore
    let vault: VariableVault

    func handle(_ request: Proto.GetConfigRequest, _ context: RequestContext) async throws -> Proto.Config {
        let app = try AppID(validating: request.appID, field: "app_id")
        var config = try await store.config(of: app, number: Int(request.number))
        config.buildFingerprint = try vault.buildFingerprint(of: config, app: app)
        return config
    }
}
