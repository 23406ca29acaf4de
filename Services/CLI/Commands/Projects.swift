import ArgumentParser
import Core

struct Projects: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Projects: spaces with members and apps.", discussion: "  slipway projects create acme",
        subcommands: [List.self, Create.self, Show.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Your projects.", discussion: "  slipway projects --json")
        @OptionGroup var output: Output

        func run() async throws {
            let projects = try await APIClient().all("projects")
            if output.json { return Terminal.json(.array(projects)) }
            guard !projects.isEmpty else { return Terminal.say("  No project yet.  slipway projects create demo") }
            var table = Table(["project", "role", "made"])
            for project in projects {
                table.add(Span(project.text("name"), .bold), Span(project.text("role")), Span(Words.ago(project["created_at"]?.string)))
            }
            table.show()
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a project.", discussion: "  slipway projects create acme")
        @Argument(help: "Its name: a DNS label of at most 30 characters. It never changes.") var name: String
        @OptionGroup var output: Output

        func run() async throws {
            let project = try await advising(409, "take another name, or see yours:  slipway projects") {
                try await APIClient().post("projects", ["name": .string(name)])
            }
            if output.json { return Terminal.json(project) }
            Terminal.say("  Project \(name) is there.  Next:  slipway apps create web --project \(name) --repo https://…")
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A project and what runs in it.", discussion: "  slipway projects show acme")
        @Argument(help: "The project's name or id.", completion: Completions.projects) var name: String
        @OptionGroup var output: Output

        func run() async throws {
            let api = try APIClient()
            let project = try await Projects.find(name, api)
            let apps = try await api.all("apps?project=\(project.text("id"))")
            if output.json {
                var all = project
                all["apps"] = .array(apps)
                return Terminal.json(all)
            }
            Terminal.say(
                "  ", Span(project.text("name"), .bold),
                "  you are \(project.text("role"))  made \(Words.ago(project["created_at"]?.string))  \(Words.count(Int64(apps.count), "app"))")
            guard !apps.isEmpty else { return Terminal.say("  No app yet.  slipway apps create web --project \(project.text("name")) --repo https://…") }
            Apps.table(of: apps, withProject: false).show()
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Delete a project and all its apps.", discussion: "  slipway projects delete acme")
        @Argument(help: "The project's name or id.", completion: Completions.projects) var name: String
        @Flag(help: "Don't ask.") var yes = false

        func run() async throws {
            let api = try APIClient()
            let project = try await Projects.find(name, api)
            let apps = try await api.all("apps?project=\(project.text("id"))").map { $0.text("name") }
            let what = apps.isEmpty ? "has no apps" : "takes with it, with all they keep: \(apps.joined(separator: ", "))"
            try Question.confirm("Deleting project \(project.text("name")) \(what).", yes: yes)
            try await api.delete("projects/\(project.text("id"))")
            Terminal.say("  Project \(project.text("name")) is being deleted.")
        }
    }

    static func find(_ name: String, _ api: APIClient) async throws -> JSONValue {
        do {
            return try await api.get("projects/\(APIClient.escape(name))")
        } catch var error as CLIError {
            if error.status == 404 {
                let names = ((try? await api.all("projects")) ?? []).map { $0.text("name") }
                let near = Nearness.nearest(to: name, of: names)
                error.message = "There is no project \(name)." + (near.isEmpty ? "" : " Did you mean \(near.joined(separator: " or "))?")
                error.advice = "slipway projects"
            }
            throw error
        }
    }
}
