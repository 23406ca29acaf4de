import ArgumentParser
import Core

struct Tokens: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "API tokens: for scripts and CI.",
        discussion: """
              slipway tokens create ci --scope deploy --expires 90d
              SLIPWAY_URL=https://paas.example.org SLIPWAY_TOKEN=slp_… slipway deploy shop
            """,
        subcommands: [List.self, Create.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Your tokens; what they are is never shown again.", discussion: "  slipway tokens")
        @OptionGroup var output: Output

        func run() async throws {
            let tokens = try await APIClient().all("tokens")
            if output.json { return Terminal.json(.array(tokens)) }
            guard !tokens.isEmpty else { return Terminal.say("  No token yet.  slipway tokens create ci --scope deploy") }
            var table = Table(["token", "may", "used", "ends", "id"])
            for token in tokens {
                table.add(
                    Span(token.text("name")), Span((token["scopes"]?.array ?? []).compactMap(\.string).joined(separator: ", ")),
                    Span(Words.ago(token["last_used_at"]?.string, never: "never")), Span(Words.ahead(token["expires_at"]?.string)),
                    Span(token.text("id")))
            }
            table.show()
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a token; it is shown this once.",
            discussion: """
                  slipway tokens create ci --scope deploy --expires 90d
                  export SLIPWAY_TOKEN=$(slipway tokens create here --scope read --quiet)
                """)
        @Argument(help: "What it is for.") var name: String
        @Option(name: .customLong("scope"), help: "read, deploy (and read) or admin (everything); more than one if you like.", completion: .list(["read", "deploy", "admin"]))
        var scopes: [String] = []
        @Option(help: ArgumentHelp("When it ends: 12h, 90d or a time; never when left out.", valueName: "age")) var expires: String?
        @Flag(help: "Only the token itself, for scripts.") var quiet = false
        @OptionGroup var output: Output

        func run() async throws {
            guard !scopes.isEmpty else {
                throw CLIError(message: "What may it do?", advice: "slipway tokens create \(name) --scope read|deploy|admin", exitCode: .usage)
            }
            // Each scope is a right of its own on the platform; a person means all that comes with it.
            let included = ["deploy": ["read", "deploy"], "admin": ["read", "deploy", "admin"]]
            let named = scopes.flatMap { included[$0] ?? [$0] }
            // In the order of what they allow; a word that is none is the platform's to refuse.
            let all = ["read", "deploy", "admin"].filter(named.contains) + named.filter { included[$0] == nil && $0 != "read" }
            var body: JSONValue = ["name": .string(name), "scopes": .array(all.map { .string($0) })]
            if let expires { body["expires_at"] = .string(try Words.until(expires, option: "--expires")) }
            let token = try await APIClient().post("tokens", body)
            if output.json { return Terminal.json(token) }
            if quiet { return Terminal.say("\(token.text("token"))") }
            Terminal.say("  \(token.text("token"))")
            Terminal.say(Span("  Shown this once. It may \(all.joined(separator: ", ")) and ends \(Words.ahead(token["expires_at"]?.string)).", .dim))
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Revoke a token: what uses it is refused from now on.", discussion: "  slipway tokens delete ci --yes")
        @Argument(help: "Its name or id.") var token: String
        @Flag(help: "Don't ask.") var yes = false

        func run() async throws {
            let api = try APIClient()
            let found = try await api.all("tokens").filter { $0.text("id") == token.lowercased() || $0.text("name") == token }
            guard let first = found.first else { throw CLIError(message: "There is no token \(token).", advice: "slipway tokens", code: "not_found") }
            guard found.count == 1 else {
                throw CLIError(message: "Several tokens are called \(token).", advice: "name one by its id:  slipway tokens")
            }
            try Question.confirm("Deleting the token \(first.text("name")), used \(Words.ago(first["last_used_at"]?.string, never: "never")), shuts out whatever uses it.", yes: yes)
            try await api.delete("tokens/\(first.text("id"))")
            Terminal.say("  The token \(first.text("name")) is revoked.")
        }
    }
}
