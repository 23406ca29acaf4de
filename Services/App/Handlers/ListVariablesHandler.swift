import Core
import Identity
import Messages
import Messaging
import Sealing

/// The variables of an app. Values of those that are no secret go sealed to the gateway; those of secrets go nowhere.
struct ListVariablesHandler: Sendable {
    let store: AppStore
    let vault: VariableVault

    func handle(_ request: Proto.ListVariablesRequest, _ context: RequestContext) async throws -> Proto.VariableList {
        try context.require(.viewer)
        let id = try AppID(validating: request.appID, field: "app")
        let (variables, config) = try await store.variables(of: id, project: try context.project)
        var items: [Proto.Variable] = []
        var values: [String: JSONValue] = [:]
        for variable in variables {
            items.append(
                Proto.Variable(
                    key: variable.key, secret: variable.secret, updatedAt: variable.updated.microseconds, hasValue: !variable.secret, build: variable.build))
            if !variable.secret { values[variable.key] = .string(try vault.open(variable.sealed, app: id, key: variable.key)) }
        }
        return Proto.VariableList(items: items, sealedValues: try vault.sealForGateway(.object(values)), config: UInt32(config))
    }
}
