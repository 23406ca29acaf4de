import Core
import HTTPTypes
import Identity
import Messages

/// An app's variables. Every change is a new config, which the next deployment carries.
struct VariableRoutes: RouteGroup {
    static let tag = Tag("Variables", "An app's environment. Every change is a new config, which the next deployment carries.")

    let seal: VariableSeal

    private static let value = Field.text(
        "value", "All values of an app together have 64 KiB at most.", most: 65_536, like: "postgres://db.example.org/shop")
    private static let flags: [Field] = [
        .flag("secret", "Whether its value never comes back; unless said, as before."),
        .flag("build", "Whether builds see it too, each under /run/secrets by its name; unless said, as before."),
    ]
    private static let refusals: [Refusal] = [.wrongState("The app is being deleted.")]

    /// The answer to a change of several.
    static let changeSchema = Schema(
        "VariableChange", "What a change came to.",
        [
            .count("config", "The config that has it.", like: 5),
            .shape("deployment", Proto.Deployment.schema, "The one that carries it, where it was wanted."),
        ], optional: ["deployment"])

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps/{app}/env", "listVariables", "The app's variables; secrets without their values.",
                .project(.viewer, .read, of: .app), answer: .ok(Proto.Variable.schema.page, "All of them."), list),
            Route(
                .put, "/api/v1/apps/{app}/env/{key}", "putVariable", "Set a variable.", .project(.deployer, .deploy, of: .app),
                body: [Self.value.required] + Self.flags, answer: .ok(Proto.Variable.setSchema), refusals: Self.refusals, put),
            Route(
                .delete, "/api/v1/apps/{app}/env/{key}", "deleteVariable", "Remove a variable.",
                .project(.deployer, .deploy, of: .app), answer: .nothing, refusals: Self.refusals, delete),
            Route(
                .patch, "/api/v1/apps/{app}/env", "patchVariables", "Change several at once, and deploy them if wanted.",
                .project(.deployer, .deploy, of: .app),
                body: [
                    .map("variables", of: .object([Self.value] + Self.flags), isNullable: true, "By name; null removes. Without a value it keeps the one it has.").required,
                    .flag("deploy", "Whether to deploy what is live with them now: its image, or its commit built again where builds see a change."),
                ], answer: .ok(Self.changeSchema), refusals: Self.refusals + [.wrongState("Nothing is live yet; deploy first.", reason: "nothing_live")],
                patch),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        .list(try await variables(call), next: nil)
    }

    private func put(_ call: Call) async throws -> Answer {
        let key = try call.parameter("key")
        try Names.checkVariableKey(key, field: "key")
        let config = try await change(call, [key: call.body])
        // Read back, because the answer tells what is kept and not what was asked.
        guard var variable = try await variables(call).first(where: { $0["key"]?.string == key }) else {
            throw Fault(.aborted, "The variable was removed while it was being set.")
        }
        variable["config"] = .number(config)
        return .ok(variable)
    }

    private func delete(_ call: Call) async throws -> Answer {
        let key = try call.parameter("key")
        try Names.checkVariableKey(key, field: "key")
        _ = try await change(call, [key: .null])
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
        for (key, value) in patch where !value.isNull { try Names.checkVariableKey(key, field: "variables.\(key.prefix(128))") }
        let question = Proto.PatchVariablesRequest(appID: try call.app, sealedPatch: try seal.seal(patch))
        return try await call.send(AppRPC.patchVariables, question).config
    }

    private func variables(_ call: Call) async throws(Fault) -> [JSONValue] {
        let list = try await call.send(AppRPC.listVariables, Proto.ListVariablesRequest(appID: try call.app))
        let values = try seal.open(list.sealedValues)
        return list.items.map { $0.json(value: values[$0.key]) }
    }
}
