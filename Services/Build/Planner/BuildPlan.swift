package import Core

/// How a source becomes an image: a Dockerfile, the user's own or one written here.
package struct BuildPlan: Sendable, Equatable {
    /// What it turned out to be: dockerfile, command, static.
    package var method: String
    /// Why: the file that decided, or "settings".
    package var because: String
    /// The path of the Dockerfile in the context.
    package var dockerfile: String
    /// The text of a Dockerfile that is not in the source; nil for the user's own.
    package var generated: String?
    /// Sentences for people, in the order of what happens.
    package var steps: [String]
    /// The `web` line of a Procfile.
    package var procfileCommand: String

    package init(method: String, because: String, dockerfile: String, generated: String? = nil, steps: [String], procfileCommand: String = "") {
        self.method = method
        self.because = because
        self.dockerfile = dockerfile
        self.generated = generated
        self.steps = steps
        self.procfileCommand = procfileCommand
    }

    /// As it is kept with the build and shown by the API.
    package var json: JSONValue {
        var json: JSONValue = [
            "method": .string(method), "because": .string(because), "steps": .array(steps.map { .string($0) }),
            "dockerfile": .string(generated ?? dockerfile), "generated": .bool(generated != nil),
        ]
        if !procfileCommand.isEmpty { json["procfile_command"] = .string(procfileCommand) }
        return json
    }
}
