import ArgumentParser
import Core

struct Env: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "An app's variables.",
        discussion: """
              slipway env set shop GREETING=hello --deploy
              slipway env set shop API_KEY=- --secret         the value is asked, and in no shell history
              slipway env set shop NPM_TOKEN=- --secret --build   builds see it too; in no image, no log
              slipway env unset shop GREETING
            """,
        subcommands: [List.self, Set.self, Unset.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The variables; secrets show no value.", discussion: "  slipway env shop")
        @OptionGroup var app: AppChoice
        @OptionGroup var output: Output

        func run() async throws {
            let api = try APIClient()
            let found = try await app.find(api)
            let items = try await api.get("apps/\(found.text("id"))/env")["items"]?.array ?? []
            if output.json { return Terminal.json(.array(items)) }
            guard !items.isEmpty else { return Terminal.say("  No variables.  slipway env set \(found.text("name")) KEY=value") }
            var table = Table()
            for item in items {
                let value = item["secret"]?.bool == true ? Span("(secret)", .dim) : Span(item.text("value"))
                table.add([Span(item.text("key")), value] + (item["build"]?.bool == true ? [Span("seen by builds", .dim)] : []))
            }
            table.show()
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Set variables; KEY=- reads the value from standard input, so that it is in no shell history.",
            discussion: """
                  slipway env set shop GREETING=hello LEVEL=debug --deploy
                  slipway env set shop KEY=- --secret < key-file
                  slipway env set shop NPM_TOKEN=- --secret --build
                  slipway env set shop NPM_TOKEN --no-build       it keeps its value
                """)
        @Argument(help: ArgumentHelp("The app, unless the folder is one; then KEY=value, one or more.", valueName: "app KEY=value")) var words: [String]
        @Flag(help: "Never show the values again.") var secret = false
        @Flag(
            inversion: .prefixedNo,
            help: "Builds see them too: a Dockerfile by RUN --mount=type=secret,id=KEY, generated steps in their environment. With KEY alone it keeps its value.")
        var build: Bool?
        @Flag(help: "Deploy at once: the live image with the new variables; its commit is built again where builds see a change.") var deploy = false
        @OptionGroup var output: Output

        func run() async throws {
            let (app, pairs) = Env.split(words) { $0.contains("=") || (build != nil && Env.isKey($0)) }
            guard !pairs.isEmpty else { throw CLIError(message: "Which variables?", advice: "slipway env set \(app?.text ?? "shop") KEY=value", exitCode: .usage) }
            var variables: [String: JSONValue] = [:]
            for pair in pairs {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
                var variable: [String: JSONValue] = [:]
                if let build { variable["build"] = .bool(build) }
                if parts.count == 1, build != nil {
                    if secret { variable["secret"] = true }
                    variables[pair] = .object(variable)
                    continue
                }
                guard parts.count == 2 else {
                    throw CLIError(message: "\(pair) is no KEY=value.", advice: "slipway env set \(app?.text ?? "") \(pair)=…   or \(pair)=- to be asked", exitCode: .usage)
                }
                let value = parts[1] == "-" ? try Question.password(parts[0]) : parts[1]
                (variable["value"], variable["secret"]) = (.string(value), .bool(secret))
                variables[parts[0]] = .object(variable)
            }
            try await Env.patch(app, variables, deploy: deploy, output: output)
        }
    }

    struct Unset: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Remove variables.", discussion: "  slipway env unset shop GREETING LEVEL --deploy")
        @Argument(help: ArgumentHelp("The app, unless the folder is one; then the keys. App names are lower case.", valueName: "app KEY")) var words: [String]
        @Flag(help: "Deploy at once: the live image without them; its commit is built again where builds saw one.") var deploy = false
        @OptionGroup var output: Output

        func run() async throws {
            let (app, keys) = words.count == 1 ? (nil, words) : Env.split(words, isOne: Env.isKey)
            let variables = Dictionary(keys.map { ($0, JSONValue.null) }) { first, _ in first }
            try await Env.patch(app, variables, deploy: deploy, output: output)
        }
    }

    /// A word that no app is called.
    static func isKey(_ word: String) -> Bool { word != word.lowercased() || word.contains("_") }

    /// The first word is the app, unless it is what the command is about already.
    static func split(_ words: [String], isOne: (String) -> Bool) -> (app: AppReference?, rest: [String]) {
        guard let first = words.first, !isOne(first) else { return (nil, words) }
        return (AppReference(argument: first), Array(words.dropFirst()))
    }

    private static func patch(_ app: AppReference?, _ variables: [String: JSONValue], deploy: Bool, output: Output) async throws {
        let api = try APIClient()
        var choice = AppChoice()
        choice.app = app
        let found = try await choice.find(api)
        let name = found.text("name")
        var body: JSONValue = ["variables": .object(variables)]
        if deploy { body["deploy"] = true }
        let answer = try await advising(409, "slipway deploy \(name)") { try await api.patch("apps/\(found.text("id"))/env", body) }
        if let deployment = answer["deployment"], !deployment.isNull {
            return try await DeploymentFollower(api: api, app: found, json: output.json, quiet: true).follow(deployment)
        }
        if output.json { return Terminal.json(answer) }
        Terminal.say("  Kept as config \(answer["config"]?.int ?? 0). The next deployment carries it:  slipway deploy \(name)")
    }
}
