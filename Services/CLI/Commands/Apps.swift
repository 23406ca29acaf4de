import ArgumentParser
import Core

struct Apps: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What runs.",
        discussion: """
              slipway apps create shop --project acme --repo https://github.com/acme/shop
              slipway apps set shop --port 3000 --health-path /health
            """,
        subcommands: [List.self, Create.self, Show.self, Set.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Your apps.", discussion: "  slipway apps --project acme")
        @Option(help: "Of one project only.", completion: Completions.projects) var project: String?
        @OptionGroup var output: Output

        func run() async throws {
            let apps = try await advising(404, "slipway projects") {
                try await APIClient().all("apps" + (project.map { "?project=\(APIClient.escape($0))" } ?? ""))
            }
            if output.json { return Terminal.json(.array(apps)) }
            guard !apps.isEmpty else { return Terminal.say("  No app yet.  slipway apps create web --project … --repo https://…") }
            Apps.table(of: apps).show()
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an app. Nothing is deployed yet.",
            discussion: """
                  slipway apps create shop --project acme --repo https://github.com/acme/shop
                  slipway apps create cache --project acme --image docker.io/library/redis:7 --port 6379
                """)
        @Argument(help: "Its name: a DNS label of at most 30 characters. It never changes.") var name: String
        @Option(help: "The project it belongs to; your only one when left out.", completion: Completions.projects) var project: String?
        @OptionGroup var settings: AppSettings
        @OptionGroup var output: Output

        func run() async throws {
            let api = try APIClient()
            let project = try await self.project(api)
            var body = settings.body()
            body["name"] = .string(name)
            let app = try await advising(409, "see it:  slipway apps show \(project)/\(name)") {
                try await advising(404, "slipway projects") { try await api.post("projects/\(APIClient.escape(project))/apps", body) }
            }
            if output.json { return Terminal.json(app) }
            Terminal.say("  App \(name) is there; its address will be \(app.text("url")).  Next:  slipway deploy \(name)")
        }

        private func project(_ api: APIClient) async throws -> String {
            if let project { return project }
            let names = try await api.all("projects").map { $0.text("name") }
            guard let only = names.first else { throw CLIError(message: "There is no project yet.", advice: "slipway projects create demo") }
            guard names.count == 1 else {
                throw CLIError(message: "In which project? You have \(names.joined(separator: ", ")).", advice: "slipway apps create \(name) --project …", exitCode: .usage)
            }
            return only
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "An app's settings, by the option that changes each.", discussion: "  slipway apps show shop --json")
        @OptionGroup var app: AppChoice
        @OptionGroup var output: Output

        func run() async throws {
            let app = try await app.find(APIClient())
            if output.json { return Terminal.json(app) }
            Terminal.say("  ", Span("\(app.text("project_name"))/\(app.text("name"))", .bold), "  \(app.text("url"))  ", Looks.status(app.text("status")))
            var table = Table()
            func row(_ name: String, _ value: String) { table.add(Span(name, .dim), Span(value)) }
            row("id", app.text("id"))
            for setting in AppSetting.allCases { if let value = setting.value(in: app) { row(setting.rawValue, value) } }
            row("instances", "\(app["instances"]?.int ?? 0)")
            row("config", "\(app["config"]?.int ?? 0)")
            if let held = app["held_commit"]?.string { row("held back", String(held.prefix(7))) }
            row("made", Words.ago(app["created_at"]?.string))
            table.show()
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Change an app's settings; the next deployment carries them.",
            discussion: """
                  slipway apps set shop --port 3000 --health-path /health
                  slipway apps set shop --clear port --clear command
                  slipway apps set shop --memory 1Gi --deploy

                --instances takes effect at once. --clear gives a setting back to what it was when nothing was said.
                """)
        @OptionGroup var app: AppChoice
        @OptionGroup var settings: AppSettings
        @Option(help: ArgumentHelp("Take a setting back, named as its option is; may be said again.", valueName: "setting")) var clear: [AppSetting] = []
        @Flag(help: "Deploy at once, and follow it.") var deploy = false
        @OptionGroup var output: Output

        func run() async throws {
            var body = settings.body()
            let instances = body["run"]?["instances"]
            if var run = body["run"] {
                run["instances"] = nil
                body["run"] = run == [:] ? nil : run
            }
            for setting in clear {
                let (section, member) = setting.place
                var members = body[section] ?? [:]
                guard members[member] == nil else {
                    throw CLIError(message: "--\(setting.rawValue) is set and cleared at once.", advice: "say one of them", exitCode: .usage)
                }
                members[member] = .null
                body[section] = members
            }
            guard body != [:] || instances != nil else {
                throw CLIError(message: "Nothing was to be changed.", advice: "slipway apps set --help", exitCode: .usage)
            }
            let api = try APIClient()
            var found = try await app.find(api)
            let (id, name) = (found.text("id"), found.text("name"))
            if body != [:] { found = try await api.patch("apps/\(id)", body) }
            if let instances { found = try await api.put("apps/\(id)/scale", ["instances": instances]) }
            if deploy {
                let deployment = try await api.post("apps/\(id)/deployments")
                return try await DeploymentFollower(api: api, app: found, json: output.json, quiet: false).follow(deployment)
            }
            if output.json { return Terminal.json(found) }
            if let count = instances?.int { Terminal.say("  \(name) runs on \(Words.count(count, "instance")) from now on.  slipway status \(name)") }
            if body == ["source": ["auto_deploy": true]] { return Terminal.say("  Kept. Pushes deploy \(name) by themselves from now on.") }
            if body == ["source": ["auto_deploy": false]] { return Terminal.say("  Kept. Pushes do not deploy \(name) any more.") }
            if body != [:] { Terminal.say("  Kept. The next deployment carries it:  slipway deploy \(name)") }
        }
    }

    static func table(of apps: [JSONValue], withProject: Bool = true) -> Table {
        var table = Table(["app"] + (withProject ? ["project"] : []) + ["status", "instances", "address"])
        for app in apps {
            table.add(
                [Span(app.text("name"), .bold)] + (withProject ? [Span(app.text("project_name"))] : [])
                    + [Looks.status(app.text("status")), Span(app["instances"]?.int.map(String.init) ?? "–"), Span(app.text("url"))])
        }
        return table
    }
}
