import Core

/// From a source and its settings to a plan. Pure: what it looks at is in the `SourceTree`.
///
/// A named method has one planner. `auto` takes the user's Dockerfile, else the plan that a person pinned, else what
/// `Detection` makes of the source.
package struct Planner: Sendable {
    package let bases: BaseImages
    private let languages: [Language]

    package init(bases: BaseImages, languages: [Language] = Language.all) {
        self.bases = bases
        self.languages = languages
    }

    /// Every file whose contents some plan wants to see, as paths and patterns.
    package var files: [String] { ["Procfile"] + languages.flatMap { $0.signs + $0.reads } }

    /// - Parameter generatedName: what a Dockerfile that is written here is called in the context.
    package func plan(_ request: BuildRequest, _ tree: SourceTree, generatedName: String) throws(BuildFailure) -> BuildPlan {
        let writer = PlanWriter(bases: bases, request: request, tree: tree, generatedName: generatedName)
        var plan: BuildPlan
        switch request.method {
        case "dockerfile": plan = try writer.dockerfile(because: "settings")
        case "static": plan = try writer.fixed(because: "settings")
        case "command": plan = try writer.command(because: "settings")
        case "auto", "": plan = try automatic(request, tree, writer)
        case "buildpack":
            throw BuildFailure(.planFailed, "Buildpacks are not built yet. Use a Dockerfile, or the method auto, command, static or image.")
        default: throw BuildFailure(.planFailed, "There is no build method `\(request.method.shown)`.")
        }
        if let web = Procfile.command(in: tree), !plan.isPinned, plan.startCommand != web {
            plan.startCommand = web
            plan.decisions.append(Decision("start", Finding(web, because: "Procfile")))
        }
        if !request.variables.isEmpty {
            let names = request.variables.joined(separator: ", ")
            plan.decisions.append(Decision("variables", Finding(names, because: "settings")))
            plan.steps.append("\(names)  (variables, by settings)")
        }
        return plan
    }

    private func automatic(_ request: BuildRequest, _ tree: SourceTree, _ writer: PlanWriter) throws(BuildFailure) -> BuildPlan {
        if tree.entries["Dockerfile"] != nil || !request.dockerfile.isEmpty {
            let name = request.dockerfile.isEmpty ? "Dockerfile" : request.dockerfile
            var plan = try writer.dockerfile(because: name)
            if !request.plan.isEmpty { plan.notes.append("The pinned plan is not used: \(name.shown) says how this is built.") }
            return plan
        }
        let detection = Detection(bases: bases, languages: languages, request: request, tree: tree)
        guard !request.plan.isEmpty else { return try written(try detection.found(), writer, isPinned: false) }
        let recipe: Recipe
        do { recipe = try Recipe(pinned: request.plan) } catch {
            let wrong = error.fields.map { "\($0.field) \($0.message)" }.joined(separator: "; ")
            throw BuildFailure(.planFailed, "The pinned plan can't be used: \(wrong.shown). Pin it anew, or: `slipway plan --unpin`.")
        }
        return try written(detection.completed(recipe), writer, isPinned: true)
    }

    private func written(_ found: Detection.Found, _ writer: PlanWriter, isPinned: Bool) throws(BuildFailure) -> BuildPlan {
        let text = try writer.dockerfile(of: found.recipe, base: found.base)
        var steps = found.decisions.map { "\($0.finding.value.shown)  (\($0.what), by \($0.finding.because)\($0.finding.isGuess ? "; a guess" : ""))" }
        steps += found.notes
        var plan = BuildPlan(
            method: found.recipe.language, because: found.because, dockerfile: writer.generatedName, generated: text, steps: steps,
            startCommand: found.recipe.start)
        plan.summary = found.summary
        plan.decisions = found.decisions
        plan.notes = found.notes
        plan.recipe = found.recipe
        plan.isPinned = isPinned
        return plan
    }
}
