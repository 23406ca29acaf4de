import Core
import HTTPTypes
import Identity
import Messages

/// An app's variables. Every change is a new config, which the next deployment carries.
struct VariableRoutes: Sendable {
    let seal: VariableSeal

    private static let entry: [Field] = [.text("value", most: 65_536).required, .flag("secret")]

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps/{app}/env", "listVariables", "The app's variables; secrets without their values.",
                .project(.viewer, .read, of: .app), list),
            Route(
                .put, "/api/v1/apps/{app}/env/{key}", "putVariable", "Set a variable.", .project(.deployer, .deploy, of: .app),
                body: Self.entry, put),
            Route(
                .delete, "/api/v1/apps/{app}/env/{key}", "deleteVariable", "Remove a variable.",
                .project(.deployer, .deploy, of: .app), success: 204, delete),
            Route(
                .patch, "/api/v1/apps/{app}/env", "patchVariables", "Change several at once, and deploy them if wanted.",
                .project(.deployer, .deploy, of: .app),
                body: [.map("variables", of: .object(Self.entry), isNullable: true).required, .flag("deploy")], patch),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        .list(try await variables(call), next: nil)
    }

    private func put(_ call: Call) async throws -> Answer {
        let key = try call.parameter("key")
        let config = try await change(call, [key: call.body])
        // Read back, because the answer tells what is kept and not what was asked.
        guard var variable = try await variables(call).first(where: { $0["key"]?.string == key }) else {
            throw Fault(.aborted, "The variable was removed while it was being set.")
        }
        variable["config"] = .number(config)
        return .ok(variable)
    }

    private func delete(_ call: Call) async throws -> Answer {
        _ = try await change(call, [try call.parameter("key"): .null])
        return .nothing
    }

    private func patch(_ call: Call) async throws -> Answer {
        let config = try await change(call, call.body["variables"]?.object ?? [:])
        var body: JSONValue = ["config": .number(config)]
        if call.body["deploy"]?.bool == true {
            let question = Proto.CreateDeploymentRequest(
                id: call.command.id("deployment", as: DeploymentID.self).description, appID: try call.app, trigger: "config",
                config: config)
            body["deployment"] = try await call.send(DeployRPC.createDeployment, question).json
        }
        return .ok(body)
    }

    private func change(_ call: Call, _ patch: [String: JSONValue]) async throws(Fault) -> UInt32 {
        for (key, value) in patch where !value.isNull { try Names.checkVariableKey(key, field: key) }
        let question = Proto.PatchVariablesRequest(appID: try call.app, sealedPatch: try seal.seal(patch))
        return try await call.send(AppRPC.patchVariables, question).config
    }

    private func variables(_ call: Call) async throws(Fault) -> [JSONValue] {
        let list = try await call.send(AppRPC.listVariables, Proto.ListVariablesRequest(appID: try call.app))
        let values = try seal.open(list.sealedValues)
        return list.items.map { $0.json(value: values[$0.key]) }
    }
}
