import ArgumentParser
import Core

struct Apps: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What runs.", subcommands: [List.self, Create.self, Set.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Your apps.")
        @Option(help: "Of one project only.") var project: String?
        @OptionGroup var output: Output

        func run() async throws {
            let apps = try await APIClient().all("apps" + (project.map { "?project=\(APIClient.escape($0))" } ?? ""))
            if output.json { return Terminal.json(.array(apps)) }
            guard !apps.isEmpty else { return Terminal.line("  No app yet.  slipway apps create web --project … --repo https://…") }
            var table = Table(["app", "project", "status", "instances", "address"])
            for app in apps {
                table.add(
                    app.text("name"), app.text("project_name"), app.text("status"), app["instances"]?.int.map(String.init) ?? "–", app.text("url"))
            }
            table.show()
        }
    }

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make an app. Nothing is deployed yet.")
        @Argument(help: "Its name: a DNS label of at most 30 characters. It never changes.") var name: String
        @Option(help: "The project it belongs to.") var project: String
        @OptionGroup var settings: AppSettings
        @Option(help: "How many instances run.") var instances: Int?
        @OptionGroup var output: Output

        func run() async throws {
            var body = settings.body()
            body["name"] = .string(name)
            if let instances {
                var run = body["run"] ?? [:]
                run["instances"] = .int(Int64(instances))
                body["run"] = run
            }
            let app = try await APIClient().post("projects/\(APIClient.escape(project))/apps", body)
            if output.json { return Terminal.json(app) }
            Terminal.line("  App \(name) is there; its address will be \(app.text("url")).  Next:  slipway deploy \(name)")
        }
    }

    struct Set: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Change an app's settings; the next deployment carries them.")
        @Argument(help: "The app.") var app: AppReference
        @OptionGroup var settings: AppSettings
        @Option(help: ArgumentHelp("Whether pushes deploy by themselves: on or off.", valueName: "on|off")) var autoDeploy: String?
        @OptionGroup var output: Output

        func run() async throws {
            var body = settings.body()
            if let autoDeploy {
                guard autoDeploy == "on" || autoDeploy == "off" else { throw CLIError(message: "--auto-deploy is on or off.") }
                var source = body["source"] ?? [:]
                source["auto_deploy"] = .bool(autoDeploy == "on")
                body["source"] = source
            }
            guard body != [:] else { throw CLIError(message: "Nothing was to be changed.", advice: "slipway apps set --help") }
            let api = try APIClient()
            let id = try await app.find(api).text("id")
            let changed = try await api.patch("apps/\(id)", body)
            if output.json { return Terminal.json(changed) }
            Terminal.line("  Kept. The next deployment carries it:  slipway deploy \(app.text)")
        }
    }
}

/// The settings that an app is made with and changed by.
struct AppSettings: ParsableArguments {
    @Option(name: .customLong("repo"), help: "Where its source is: a Git repository's URL.") var repository: String?
    @Option(help: "The branch that is deployed.") var branch: String?
    @Option(name: .customLong("root"), help: "The folder of the repository that holds the app.") var root: String?
    @Option(help: "How it is built: auto, dockerfile, command, static or image.") var method: String?
    @Option(help: "The Dockerfile's path, in the root.") var dockerfile: String?
    @Option(help: "For --method command: node, python, shell, or an image.") var baseImage: String?
    @Option(help: "The build command.") var buildCommand: String?
    @Option(name: .customLong("output"), help: "For --method static: the folder that is served.") var outputDirectory: String?
    @Option(help: "For --method image: the image that runs.") var image: String?
    @Option(help: "The port it listens on; without it the image's, else 8080, and always in $PORT.") var port: Int?
    @Option(help: "The command that runs it.") var command: String?
    @Option(help: "A path that answers below 500 when it is well.") var healthPath: String?
    @Option(help: "CPU limit, such as 500m.") var cpu: String?
    @Option(help: "Memory limit, such as 512Mi.") var memory: String?

    func body() -> JSONValue {
        func section(_ members: [(String, JSONValue?)]) -> JSONValue? {
            let present = members.compactMap { key, value in value.map { (key, $0) } }
            return present.isEmpty ? nil : .object(Dictionary(uniqueKeysWithValues: present))
        }
        func text(_ value: String?) -> JSONValue? { value.map { .string($0) } }
        let sections = [
            ("source", section([("repository", text(repository)), ("branch", text(branch)), ("root_directory", text(root))])),
            (
                "build",
                section([
                    ("method", text(method ?? (image == nil ? nil : "image"))), ("dockerfile", text(dockerfile)), ("base_image", text(baseImage)),
                    ("command", text(buildCommand)), ("output_directory", text(outputDirectory)), ("image", text(image)),
                ])
            ),
            (
                "run",
                section([
                    ("port", port.map { .int(Int64($0)) }), ("command", text(command)), ("health_path", text(healthPath)), ("cpu", text(cpu)),
                    ("memory", text(memory)),
                ])
            ),
        ]
        return section(sections.map { ($0.0, $0.1) }) ?? [:]
    }
}
