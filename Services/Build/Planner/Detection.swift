/// Looks at a source without a Dockerfile: which language, which version, what installs, builds and starts it.
struct Detection: Sendable {
    let bases: BaseImages
    let languages: [Language]
    let request: BuildRequest
    let tree: SourceTree

    /// What came out, before it is written as a Dockerfile.
    struct Found {
        var recipe: Recipe
        var base: String
        var because: String
        var summary: String
        var decisions: [Decision] = []
        var notes: [String] = []
    }

    /// A language that the source shows signs of, and how it would go live.
    private struct Candidate {
        var language: Language
        var sign: String
        var start: Finding?
        var output: Finding?
    }

    func found() throws(BuildFailure) -> Found {
        var candidates: [Candidate] = []
        for language in languages {
            guard let sign = language.signs.first(where: { tree.hasFile($0) || tree.matching($0) }) else { continue }
            let start = try language.starts.first(in: tree)
            candidates.append(
                Candidate(language: language, sign: sign, start: start, output: start == nil ? try language.outputs.first(in: tree) : nil))
        }
        let told = told
        if let told {
            let chosen = candidates.first { $0.language.programs.contains(Self.program(told.value)) } ?? candidates.first { $0.start != nil } ?? candidates.first
            guard var chosen else { return shell(told) }
            (chosen.start, chosen.output) = (told, nil)
            return try found(chosen)
        }
        if !request.outputDirectory.isEmpty {
            let output = Finding(request.outputDirectory, because: "settings")
            guard var chosen = candidates.first(where: { $0.output != nil }) ?? candidates.first else { return try files(output) }
            (chosen.start, chosen.output) = (nil, output)
            return try found(chosen)
        }
        // What runs wins over what is served: front ends often lie beside their server.
        if let chosen = candidates.first(where: { $0.start != nil }) ?? candidates.first(where: { $0.output != nil }) { return try found(chosen) }
        if tree.hasFile("index.html") { return try files(Finding("", because: "index.html")) }
        if candidates.isEmpty, tree.hasFile("public/index.html") { return try files(Finding("public", because: "public/index.html", isGuess: true)) }
        for candidate in candidates {
            if let sentence = try candidate.language.refusal?(tree) { throw BuildFailure(.planFailed, sentence) }
        }
        throw refusal(candidates)
    }

    /// What a person said that runs it: the setting, else the Procfile.
    private var told: Finding? {
        if !request.startCommand.isEmpty { return Finding(request.startCommand, because: "settings") }
        return Procfile.command(in: tree).map { Finding($0, because: "Procfile") }
    }

    private func refusal(_ candidates: [Candidate]) -> BuildFailure {
        let names = (languages.sorted { $0.name < $1.name }.flatMap(\.lookedFor) + ["Procfile", "index.html"]).joined(separator: ", ")
        guard let candidate = candidates.first else {
            return BuildFailure(
                .planFailed,
                "No Dockerfile in `\(tree.root)`, and nothing here says what runs it. Looked for: \(names). Set the folder with `--root`, or a start command.")
        }
        return BuildFailure(
            .planFailed,
            "`\(candidate.sign)` in `\(tree.root)` shows a \(candidate.language.title) app, but nothing says what runs it. Set a start command with `--command`, or add a Procfile.")
    }

    private func found(_ candidate: Candidate) throws(BuildFailure) -> Found {
        let language = candidate.language
        var recipe = Recipe(language: language.name)
        let versions = try Versions(language, bases, request, tree)
        recipe.version = versions.chosen
        var decisions = [Decision("language", Finding(language.title, because: candidate.sign))] + versions.decisions
        var notes = versions.notes
        var because = [candidate.sign]

        for manager in language.managers {
            guard let file = try manager.applies(tree) else { continue }
            recipe.install = try manager.install(tree)
            guard !recipe.install.isEmpty else { break }
            decisions += recipe.install.map { Decision("install", Finding($0, because: file)) }
            if let files = try manager.files(tree) {
                recipe.dependencies = files.filter(tree.hasFile).unique
            } else {
                notes.append("All of the source is there before anything is installed, since installing needs it: a change of any file installs again.")
            }
            if !because.contains(file) { because.append(file) }
            break
        }
        if request.command.isEmpty {
            for rule in language.builds {
                guard let build = try rule(tree) else { continue }
                recipe.build.append(build.value)
                decisions.append(Decision("build", build))
            }
        } else {
            recipe.build = [request.command]
            decisions.append(Decision("build", Finding(request.command, because: "settings")))
        }
        if let start = candidate.start {
            // What the run settings say is theirs: a plan that is pinned must not keep it.
            recipe.start = start.because == "settings" ? try language.starts.first(in: tree)?.value ?? "" : start.value
            decisions.append(Decision("start", start))
            if start.because == "Procfile" { because.append("Procfile") }
        }
        if let output = candidate.output {
            recipe.output = output.value
            decisions.append(Decision("output", output))
        }
        let last = candidate.output.map { "\($0.value.isEmpty ? "the files" : $0.value) served" } ?? candidate.start?.value ?? ""
        let parts = [versions.title] + recipe.install + recipe.build + [last]
        return Found(
            recipe: recipe, base: versions.base, because: because.joined(separator: ", "), summary: parts.filter { !$0.isEmpty }.joined(separator: " · "),
            decisions: decisions, notes: notes)
    }

    private func files(_ output: Finding) throws(BuildFailure) -> Found {
        var recipe = Recipe(language: "static")
        recipe.output = output.value
        let what = output.value.isEmpty ? "the files" : output.value
        return Found(
            recipe: recipe, base: bases.fixed, because: output.because, summary: "Static files · \(what) served by httpd",
            decisions: [
                Decision("language", Finding("static files", because: output.because)), Decision("base", Finding(bases.fixed, because: "SLIPWAY_BASE_IMAGE_STATIC")),
                Decision("output", Finding(what, because: output.because, isGuess: output.isGuess)),
            ])
    }

    private func shell(_ start: Finding) -> Found {
        let base = bases.reference(request.baseImage)
        var recipe = Recipe(language: "shell")
        if start.because != "settings" { recipe.start = start.value }
        var decisions = [Decision("language", Finding("none: a shell", because: start.because)), Decision("base", Finding(base, because: Versions.who(request, "shell")))]
        if !request.command.isEmpty {
            recipe.build = [request.command]
            decisions.append(Decision("build", Finding(request.command, because: "settings")))
        }
        return Found(
            recipe: recipe, base: base, because: start.because, summary: (["Shell"] + recipe.build + [start.value]).joined(separator: " · "),
            decisions: decisions + [Decision("start", start)])
    }

    /// A pinned recipe with what only this installation and these settings know.
    func completed(_ recipe: Recipe) -> Found {
        let language = languages.first { $0.name == recipe.language }
        let template = request.baseImage.isEmpty ? bases[recipe.language] : bases.reference(request.baseImage)
        let version = recipe.version.isEmpty ? language?.version ?? "" : recipe.version
        let base = template.replacing("{version}", with: version)
        let pinned = { (what: String, value: String) in Decision(what, Finding(value, because: "pinned")) }
        // A base image without a place for a version has its own, whatever was pinned.
        let has = template.contains("{version}") ? version : (BaseImages.version(of: template) ?? "").split(separator: ".").prefix(language?.precision ?? 0).joined(separator: ".")
        let title = [language?.title ?? (recipe.language == "static" ? "Static files" : "Shell"), language == nil ? "" : has].filter { !$0.isEmpty }.joined(separator: " ")
        var decisions = [pinned("language", title), Decision("base", Finding(base, because: Versions.who(request, recipe.language)))]
        decisions += recipe.install.map { pinned("install", $0) } + recipe.build.map { pinned("build", $0) }
        if !recipe.start.isEmpty { decisions.append(pinned("start", recipe.start)) }
        if let output = recipe.output { decisions.append(pinned("output", output.isEmpty ? "the files" : output)) }
        let last = recipe.output.map { "\($0.isEmpty ? "the files" : $0) served" } ?? (request.startCommand.isEmpty ? recipe.start : request.startCommand)
        return Found(
            recipe: recipe, base: base, because: "pinned", summary: ([title] + recipe.install + recipe.build + [last]).filter { !$0.isEmpty }.joined(separator: " · "),
            decisions: decisions)
    }

    /// The first word of a command line, past `exec` and variables set in front of it.
    static func program(_ command: String) -> String {
        let words = command.split(whereSeparator: \.isWhitespace)
        let word = words.first { $0 != "exec" && !$0.contains("=") } ?? ""
        return String(word.split(separator: "/").last ?? "")
    }
}

extension [String] {
    /// Each once, in the order of the first.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}

extension SourceTree {
    fileprivate func matching(_ pattern: String) -> Bool { pattern.contains("*") && !read(pattern).isEmpty }
}
