import Core
import Messages

/// Turns a checked body into the app service's questions.
enum AppInput {
    static func create(_ body: JSONValue, id: AppID, in place: Place) -> Proto.CreateAppRequest {
        Proto.CreateAppRequest(
            id: id.description, projectID: place.project.description, projectName: place.projectName,
            name: body["name"]?.string ?? "", source: body["source"].flatMap(source),
            build: build(body["build"] ?? [:]), run: run(body["run"] ?? [:]))
    }

    private static func source(_ json: JSONValue) -> Proto.SourceSettings? {
        guard !json.isNull else { return nil }
        return Proto.SourceSettings(
            repository: json["repository"]?.string ?? "", branch: json["branch"]?.string ?? "",
            rootDirectory: json["root_directory"]?.string ?? "", autoDeploy: json["auto_deploy"]?.bool ?? true)
    }

    private static func build(_ json: JSONValue) -> Proto.BuildSettings {
        Proto.BuildSettings(
            method: json["method"]?.string ?? "auto", dockerfile: json["dockerfile"]?.string ?? "",
            baseImage: json["base_image"]?.string ?? "", command: json["command"]?.string ?? "",
            outputDirectory: json["output_directory"]?.string ?? "", image: json["image"]?.string ?? "",
            plan: json["plan"].flatMap { $0.isNull ? nil : $0.encoded() } ?? "")
    }

    private static func run(_ json: JSONValue) -> Proto.RunSettings {
        Proto.RunSettings(
            port: UInt32(json["port"]?.int ?? 0), command: json["command"]?.string ?? "",
            instances: UInt32(json["instances"]?.int ?? 1), healthPath: json["health_path"]?.string ?? "",
            cpu: json["cpu"]?.string ?? "", memory: json["memory"]?.string ?? "", readOnly: json["read_only"]?.bool ?? false)
    }

    /// RFC 7396: what is absent stays, what is null is cleared, and a section that is null clears all of its members.
    static func update(_ body: JSONValue, app: String) -> Proto.UpdateAppRequest {
        var cleared: [String] = []
        func member(_ section: String, _ name: String) -> JSONValue? {
            guard let json = body[section] else { return nil }
            guard let value = json.isNull ? .null : json[name] else { return nil }
            if value.isNull { cleared.append("\(section).\(name)") }
            return value.isNull ? nil : value
        }
        var question = Proto.UpdateAppRequest(appID: app)
        question.repository = member("source", "repository")?.string
        question.branch = member("source", "branch")?.string
        question.rootDirectory = member("source", "root_directory")?.string
        question.autoDeploy = member("source", "auto_deploy")?.bool
        question.method = member("build", "method")?.string
        question.dockerfile = member("build", "dockerfile")?.string
        question.baseImage = member("build", "base_image")?.string
        question.buildCommand = member("build", "command")?.string
        question.outputDirectory = member("build", "output_directory")?.string
        question.image = member("build", "image")?.string
        question.plan = member("build", "plan")?.encoded()
        question.port = member("run", "port")?.int
        question.runCommand = member("run", "command")?.string
        question.healthPath = member("run", "health_path")?.string
        question.cpu = member("run", "cpu")?.string
        question.memory = member("run", "memory")?.string
        question.readOnly = member("run", "read_only")?.bool
        question.cleared = cleared
        return question
    }
}
