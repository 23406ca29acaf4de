import Core
import Messages

extension Proto.App {
    /// RFC 7396 on an app: what is absent stays, what is cleared returns to its default.
    mutating func apply(_ patch: Proto.UpdateAppRequest) throws(Fault) {
        var source = source ?? .init(), build = build ?? .init(), run = run ?? .init()
        if let value = patch.repository { source.repository = value }
        if let value = patch.branch { source.branch = value }
        if let value = patch.rootDirectory { source.rootDirectory = value }
        if let value = patch.autoDeploy { source.autoDeploy = value }
        if let value = patch.method { build.method = value }
        if let value = patch.dockerfile { build.dockerfile = value }
        if let value = patch.baseImage { build.baseImage = value }
        if let value = patch.buildCommand { build.command = value }
        if let value = patch.outputDirectory { build.outputDirectory = value }
        if let value = patch.image { build.image = value }
        if let value = patch.plan { build.plan = value }
        if let value = patch.port {
            guard let port = UInt32(exactly: value), port > 0 else { throw .invalid("run.port", "must be between 1 and 65535") }
            run.port = port
        }
        if let value = patch.runCommand { run.command = value }
        if let value = patch.healthPath { run.healthPath = value }
        if let value = patch.cpu { run.cpu = value }
        if let value = patch.memory { run.memory = value }
        if let value = patch.readOnly { run.readOnly = value }
        for field in patch.cleared {
            switch field {
            case "source": source = .init()
            case "source.repository": source.repository = ""
            case "source.branch": source.branch = ""
            case "source.root_directory": source.rootDirectory = ""
            case "source.auto_deploy": source.autoDeploy = true
            case "build.method": build.method = ""
            case "build.dockerfile": build.dockerfile = ""
            case "build.base_image": build.baseImage = ""
            case "build.command": build.command = ""
            case "build.output_directory": build.outputDirectory = ""
            case "build.image": build.image = ""
            case "build.plan": build.plan = ""
            case "run.port": run.port = 0
            case "run.command": run.command = ""
            case "run.health_path": run.healthPath = ""
            case "run.cpu": run.cpu = ""
            case "run.memory": run.memory = ""
            case "run.read_only": run.readOnly = false
            default: throw .invalid(field, "can't be removed")
            }
        }
        (self.source, self.build, self.run) = (source, build, run)
        fillDefaults()
    }
}
