import Core

/// What is to be built, as it was asked for: everything that a worker needs besides the commit. Kept as JSON in the row.
package struct BuildRequest: Sendable, Codable, Equatable {
    package var repository = ""
    package var rootDirectory = ""
    package var method = "auto"
    package var dockerfile = ""
    package var baseImage = ""
    package var command = ""
    package var outputDirectory = ""
    package var appName = ""
    package var projectName = ""
    package var deploymentID = ""

    package init() {}
}

extension BuildRequest {
    /// What makes two requests the same build of one commit. Who asks, and what the app is called, is not part of it.
    func identity(bases: BaseImages) -> JSONValue {
        [
            "version": 1, "method": .string(method), "dockerfile": .string(dockerfile),
            "base": .string(bases.reference(baseImage)), "static": .string(bases.fixed), "command": .string(command),
            "output": .string(outputDirectory), "root": .string(rootDirectory), "repository": .string(repository),
        ]
    }
}
