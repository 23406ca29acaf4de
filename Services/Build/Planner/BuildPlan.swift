package import Core

/// How a source becomes an image: a Dockerfile, the user's own or one written here.
package struct BuildPlan: Sendable, Equatable {
    /// What it turned out to be: dockerfile, command, static, or the name of a language.
    package var method: String
    /// Why: the file that decided, or "settings".
    package var because: String
    /// The path of the Dockerfile in the context.
    package var dockerfile: String
    /// The text of a Dockerfile that is not in the source; nil for the user's own.
    package var generated: String?
    /// Sentences for people, in the order of what happens.
    package var steps: [String]
    /// One line: "Node 22 · npm ci · npm run build · npm start".
    package var summary: String
    /// What was decided, and by which file.
    package var decisions: [Decision] = []
    /// What a person should know besides.
    package var notes: [String] = []
    /// What can be pinned; nil where nothing was looked for.
    package var recipe: Recipe?
    package var isPinned = false
    /// What starts it where the run settings don't say: the `web` line of a Procfile, else what the source says.
    package var startCommand: String

    package init(method: String, because: String, dockerfile: String, generated: String? = nil, steps: [String], startCommand: String = "") {
        self.method = method
        self.because = because
        self.dockerfile = dockerfile
        self.generated = generated
        self.steps = steps
        self.startCommand = startCommand
        summary = steps.joined(separator: " · ")
    }

    /// A ready-made image is fetched.
    package static func image(_ reference: String) -> BuildPlan {
        BuildPlan(method: "image", because: "settings", dockerfile: "", steps: ["Fetch \(reference)"])
    }

    /// As it is kept with the build and shown by the API.
    package var json: JSONValue {
        [
            "method": .string(method), "because": .string(because), "summary": .string(summary.shown),
            "steps": .array(steps.map { .string($0) }), "dockerfile": .string(generated ?? dockerfile), "generated": .bool(generated != nil),
            "decisions": .array(
                decisions.map { decision in
                    [
                        "what": .string(decision.what), "value": .string(decision.finding.value), "because": .string(decision.finding.because),
                        "guess": .bool(decision.finding.isGuess),
                    ]
                }),
            "notes": .array(notes.map { .string($0) }), "pinned": .bool(isPinned), "recipe": recipe?.json ?? .null,
            "start_command": startCommand.isEmpty ? .null : .string(startCommand),
        ]
    }
}
