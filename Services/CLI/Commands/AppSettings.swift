import ArgumentParser
import Core

/// `on` or `off`, as people say it.
enum Switch: String, ExpressibleByArgument, CaseIterable {
    case on, off

    var json: JSONValue { .bool(self == .on) }
}

/// The settings that an app is made with and changed by.
struct AppSettings: ParsableArguments {
    @Option(name: .customLong("repo"), help: "Where its source is: a Git repository's URL.") var repository: String?
    @Option(help: "The branch that is deployed.") var branch: String?
    @Option(name: .customLong("root"), help: "The folder of the repository that holds the app.") var root: String?
    @Option(help: "Whether pushes deploy by themselves: on or off.") var autoDeploy: Switch?
    @Option(
        help: "How it is built: auto, dockerfile, command, static, buildpack or image.",
        completion: .list(["auto", "dockerfile", "command", "static", "buildpack", "image"]))
    var method: String?
    @Option(help: "The Dockerfile's path, in the root.") var dockerfile: String?
    @Option(help: "For --method command: node, python, shell, or an image.") var baseImage: String?
    @Option(help: "The build command.") var buildCommand: String?
    @Option(name: .customLong("output"), help: "For --method static: the folder that is served.") var outputDirectory: String?
    @Option(help: "For --method image: the image that runs.") var image: String?
    @Option(help: "The port it listens on; without it the image's, else 8080, and always in $PORT.") var port: Int?
    @Option(help: "The command that runs it.") var command: String?
    @Option(help: "How many instances run; 0 stops it.") var instances: Int?
    @Option(help: "A path that answers below 500 when it is well.") var healthPath: String?
    @Option(help: "CPU limit, such as 500m.") var cpu: String?
    @Option(help: "Memory limit, such as 512Mi.") var memory: String?
    @Option(help: "Whether its files can't be written: on or off.") var readOnly: Switch?

    func body() -> JSONValue {
        func section(_ members: [(String, JSONValue?)]) -> JSONValue? {
            let present = members.compactMap { key, value in value.map { (key, $0) } }
            return present.isEmpty ? nil : .object(Dictionary(uniqueKeysWithValues: present))
        }
        func text(_ value: String?) -> JSONValue? { value.map { .string($0) } }
        func number(_ value: Int?) -> JSONValue? { value.map { .int(Int64($0)) } }
        let source = section([
            ("repository", text(repository)), ("branch", text(branch)), ("root_directory", text(root)), ("auto_deploy", autoDeploy?.json),
        ])
        let build = section([
            ("method", text(method ?? (image == nil ? nil : "image"))), ("dockerfile", text(dockerfile)), ("base_image", text(baseImage)),
            ("command", text(buildCommand)), ("output_directory", text(outputDirectory)), ("image", text(image)),
        ])
        let run = section([
            ("port", number(port)), ("command", text(command)), ("instances", number(instances)), ("health_path", text(healthPath)),
            ("cpu", text(cpu)), ("memory", text(memory)), ("read_only", readOnly?.json),
        ])
        return section([("source", source), ("build", build), ("run", run)]) ?? [:]
    }
}

/// Every setting by the option that sets it: where it stands in the API, for `--clear` and `apps show`.
enum AppSetting: String, CaseIterable, ExpressibleByArgument {
    case repo, branch, root, autoDeploy = "auto-deploy"
    case method, dockerfile, baseImage = "base-image", buildCommand = "build-command", output, image
    case port, command, healthPath = "health-path", cpu, memory, readOnly = "read-only"

    var place: (section: String, member: String) {
        switch self {
        case .repo: ("source", "repository")
        case .branch: ("source", "branch")
        case .root: ("source", "root_directory")
        case .autoDeploy: ("source", "auto_deploy")
        case .method: ("build", "method")
        case .dockerfile: ("build", "dockerfile")
        case .baseImage: ("build", "base_image")
        case .buildCommand: ("build", "command")
        case .output: ("build", "output_directory")
        case .image: ("build", "image")
        case .port: ("run", "port")
        case .command: ("run", "command")
        case .healthPath: ("run", "health_path")
        case .cpu: ("run", "cpu")
        case .memory: ("run", "memory")
        case .readOnly: ("run", "read_only")
        }
    }

    func value(in app: JSONValue) -> String? {
        switch app[place.section]?[place.member] {
        case .string(let text): text.isEmpty ? nil : text
        case .int(let number): String(number)
        case .bool(let flag): flag ? "on" : "off"
        default: nil
        }
    }
}
