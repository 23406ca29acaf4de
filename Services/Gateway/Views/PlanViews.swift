import Core
import Messages

extension Proto.BuildPlan {
    /// What can be pinned.
    static let recipeSchema = Schema("Recipe", "What a plan comes down to; `build.plan` of an app takes it.", AppFields.plan, optional: Set(AppFields.plan.map(\.name)).subtracting(["language"]))

    static let schema = Schema(
        "Plan", "How a commit would be built.",
        [
            .id("app_id"), .text("commit", "Null for the method image.", .any, like: "9fceb02d0ae598e95dc970b74767f19372d61af8").nullable,
            .text("branch", .any, like: "main").nullable,
            .text("method", "dockerfile, command, static, shell, image, or a language.", .any, like: "node"),
            .text("because", "The files that decided it.", .any, like: "package.json"),
            .text("summary", "In one line.", .any, like: "Node 22 · npm ci · npm start"),
            .list("steps", of: .text(.any), "The same in sentences."),
            .list("decisions", of: .shape(decisionSchema), "What was decided, and which file decided it."),
            .list("notes", of: .text(.any), "What is worth knowing besides."),
            .text("dockerfile", "The text of the Dockerfile that is written, or the path of the source's own.", .any, like: "Dockerfile"),
            .flag("generated", "Whether `dockerfile` is a text."), .flag("pinned", "Whether a person pinned it."),
            .shape("recipe", recipeSchema, "What can be pinned; null for a Dockerfile of the source's own.").nullable,
            .text("start_command", "What starts it, where the run settings don't say.", .any, like: "npm start").nullable,
        ])

    private static let decisionSchema = Schema(
        "Decision", "One thing that a plan decided.",
        [
            .text("what", "language, version, base, install, build, start, output or variables.", .any, like: "start"), .text("value", .any, like: "npm start"),
            .text("because", .any, like: "`scripts.start` in package.json"), .flag("guess", "Whether nothing says it in so many words."),
        ])

    func json(of app: String) -> JSONValue {
        var json = (try? JSONValue(parsing: plan)) ?? [:]
        json["app_id"] = .string(app)
        json["commit"] = .filled(commit)
        json["branch"] = .filled(branch)
        return json
    }
}
