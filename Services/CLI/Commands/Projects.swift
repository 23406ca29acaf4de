import ArgumentParser
import Core

struct Projects: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Projects: spaces with members and apps.", subcommands: [List.self, Create.self, Remove.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Your projects.")
        @OptionGroup var output: Output

        func run() async throws {
            let projects = try await APIClient().all("projects")
            if output.json { return Terminal.json(.array(projects)) }
            guard !projects.isEmpty else { return Terminal.line("  No project yet.  slipway projects create demo") }
            var table = Table(["project", "role", "made"])
            for project in projects { table.add(project.text("name"), project.text("role"), Words.ago(project["created_at"]?.string)) }
            table.show()
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a project.")
        @Argument(help: "Its name: a DNS label of at most 30 characters. It never changes.") var name: String
        @OptionGroup var output: Output

        func run() async throws {
            let project = try await APIClient().post("projects", ["name": .string(name)])
            if output.json { return Terminal.json(project) }
            Terminal.line("  Project \(name) is there.  Next:  slipway apps create web --project \(name) --repo https://…")
        }
    }

    struct Remove: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "delete", abstract: "Delete a project and all its apps.")
        @Argument(help: "The project's name.") var name: String
        @Flag(help: "Don't ask.") var yes = false

        func run() async throws {
            let api = try APIClient()
            let apps = try await api.all("apps?project=\(APIClient.escape(name))").map { $0.text("name") }
            let what = apps.isEmpty ? "has no apps" : "takes with it: \(apps.joined(separator: ", "))"
            try Terminal.confirm("Deleting project \(name) \(what).", yes: yes)
            try await api.delete("projects/\(APIClient.escape(name))")
            Terminal.line("  Project \(name) is being deleted.")
        }
    }
}
