import Core
import Identity
import Messages
import Messaging

struct PatchVariablesHandler: Sendable {
    let store: AppStore
    let vault: VariableVault

    func handle(_ command: Proto.PatchVariablesRequest, _ context: RequestContext) async throws -> Proto.PatchVariablesReply {
        try context.require(.deployer)
        let id = try AppID(validating: command.appID, field: "app")
        let changes = try vault.changes(of: command.sealedPatch, app: id)
        return Proto.PatchVariablesReply(config: UInt32(try await store.patch(id, project: try context.project, changes)))
    }
}
