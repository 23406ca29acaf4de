import Core
package import Messages

/// What is to be built, as it was asked for: everything that a worker needs besides the commit. Kept as JSON in the row.
package struct BuildRequest: Sendable, Codable, Equatable {
    package var repository = ""
    package var rootDirectory = ""
    package var method = "auto"
    package var dockerfile = ""
    package var baseImage = ""
    package var command = ""
    package var outputDirectory = ""
    /// What a person set to run it: only whether there is one changes how it is built.
    package var startCommand = ""
    /// A plan that a person pinned, as JSON.
    package var plan = ""
    package var appName = ""
    package var projectName = ""
    package var deploymentID = ""
    /// The config whose variables the build sees; 0: none.
    package var config = 0
    /// Their names.
    package var variables: [String] = []
    /// Other names or values are another one; it tells nothing of them. Empty: there are none.
    package var fingerprint = ""

    package init() {}

    /// Members that an older replica did not write are as nobody set them.
    package init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String { try members.decodeIfPresent(String.self, forKey: key) ?? "" }
        repository = try text(.repository)
        rootDirectory = try text(.rootDirectory)
        method = try text(.method)
        dockerfile = try text(.dockerfile)
        baseImage = try text(.baseImage)
        command = try text(.command)
        outputDirectory = try text(.outputDirectory)
        startCommand = try text(.startCommand)
        plan = try text(.plan)
        appName = try text(.appName)
        projectName = try text(.projectName)
        deploymentID = try text(.deploymentID)
        config = try members.decodeIfPresent(Int.self, forKey: .config) ?? 0
        variables = try members.decodeIfPresent([String].self, forKey: .variables) ?? []
        fingerprint = try text(.fingerprint)
    }

    package init(_ source: Proto.SourceSettings?, _ settings: Proto.BuildSettings?, startCommand: String) {
        let settings = settings ?? .init()
        method = settings.method.isEmpty ? "auto" : settings.method
        repository = source?.repository ?? ""
        rootDirectory = source?.rootDirectory ?? ""
        dockerfile = settings.dockerfile
        baseImage = settings.baseImage
        command = settings.command
        outputDirectory = settings.outputDirectory
        plan = settings.plan
        self.startCommand = startCommand
    }
}

extension BuildRequest {
    /// What makes two requests the same build of one commit. Who asks, and what the app is called, is not part of it.
    func identity(bases: BaseImages) -> JSONValue {
        var identity: JSONValue = [
            "version": 2, "method": .string(method), "dockerfile": .string(dockerfile),
            "base": .string(bases.reference(baseImage)), "static": .string(bases.fixed), "command": .string(command),
            "output": .string(outputDirectory), "root": .string(rootDirectory), "repository": .string(repository),
        ]
        if method == "auto" {
            identity["bases"] = .string(bases.fingerprint)
            identity["plan"] = .string(plan)
            identity["start"] = .string(startCommand)
        }
        if !fingerprint.isEmpty { identity["variables"] = .string(fingerprint) }
        return identity
    }
}
