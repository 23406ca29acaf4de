import ArgumentParser
import Core

struct Env: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "An app's variables.", subcommands: [List.self, Set.self, Unset.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The variables; secrets show no value.")
        @Argument(help: "The app.") var app: AppReference
        @OptionGroup var output: Output

        func run() async throws {
            let api = try APIClient()
            let items = try await api.get("apps/\(app.find(api).text("id"))/env")["items"]?.array ?? []
            if output.json { return Terminal.json(.array(items)) }
            guard !items.isEmpty else { return Terminal.line("  No variables.  slipway env set \(app.text) KEY=value") }
            var table = Table()
            for item in items {
                table.add(item.text("key"), item["secret"]?.bool == true ? Terminal.styled("(secret)", .dim) : Terminal.safe(item.text("value")))
            }
            table.show()
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set variables; KEY=- reads the value from standard input, so that it is in no shell history.")
        @Argument(help: "The app.") var app: AppReference
        @Argument(help: ArgumentHelp("KEY=value, one or more.", valueName: "KEY=value")) var pairs: [String]
        @Flag(help: "Never show the values again.") var secret = false
        @Flag(help: "Deploy at once: the live image with the new variables, no build.") var deploy = false
        @OptionGroup var output: Output

        func run() async throws {
            var variables: [String: JSONValue] = [:]
            for pair in pairs {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else { throw CLIError(message: "\(pair) is no KEY=value.", advice: "slipway env set \(app.text) \(pair)=…   or \(pair)=- to be asked") }
                let value = parts[1] == "-" ? try Terminal.password("  \(parts[0]): ") : parts[1]
                variables[parts[0]] = ["value": .string(value), "secret": .bool(secret)]
            }
            try await Env.patch(app, variables, deploy: deploy, output: output)
        }
    }

    struct Unset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove variables.")
        @Argument(help: "The app.") var app: AppReference
        @Argument(help: "The keys.") var keys: [String]
        @Flag(help: "Deploy at once: the live image without them, no build.") var deploy = false
        @OptionGroup var output: Output

        func run() async throws {
            let variables = Dictionary(keys.map { ($0, JSONValue.null) }) { first, _ in first }
            try await Env.patch(app, variables, deploy: deploy, output: output)
        }
    }

    private static func patch(_ app: AppReference, _ variables: [String: JSONValue], deploy: Bool, output: Output) async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        var body: JSONValue = ["variables": .object(variables)]
        if deploy { body["deploy"] = true }
        let answer = try await api.patch("apps/\(found.text("id"))/env", body)
        if let deployment = answer["deployment"], !deployment.isNull {
            return try await DeploymentFollower(api: api, app: found, json: output.json, quiet: true).follow(deployment)
        }
        if output.json { return Terminal.json(answer) }
        Terminal.line("  Kept as config \(answer["config"]?.int ?? 0). The next deployment carries it:  slipway deploy \(app.text)")
    }
}
