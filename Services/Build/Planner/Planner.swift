/// From a source and its settings to a plan. Pure: what it looks at is in the `SourceTree`.
///
/// A named method has one planner. `auto` asks `detectors` in order and takes the first that recognises the source; a new
/// language is one more entry there, and nothing else changes.
package struct Planner: Sendable {
    private let bases: BaseImages
    private let detectors: [any SourceDetector]

    package init(bases: BaseImages, detectors: [any SourceDetector] = [DockerfileDetector(), StaticDetector()]) {
        self.bases = bases
        self.detectors = detectors
    }

    /// Every file whose contents some plan wants to see.
    package func files(for request: BuildRequest) -> [String] {
        ["Procfile"] + detectors.flatMap(\.files)
    }

    /// - Parameter generatedName: what a Dockerfile that is written here is called in the context.
    package func plan(_ request: BuildRequest, _ tree: SourceTree, generatedName: String) throws(BuildFailure) -> BuildPlan {
        let writer = PlanWriter(bases: bases, request: request, tree: tree, generatedName: generatedName)
        var plan: BuildPlan
        switch request.method {
        case "dockerfile": plan = try writer.dockerfile(because: "settings")
        case "static": plan = try writer.fixed(because: "settings")
        case "command": plan = try writer.command(because: "settings")
        case "auto", "": plan = try detect(request, tree, writer)
        case "buildpack":
            throw BuildFailure(.planFailed, "Buildpacks are not built yet. Use a Dockerfile, or the method command, static or image.")
        default: throw BuildFailure(.planFailed, "There is no build method `\(request.method)`.")
        }
        plan.procfileCommand = tree.text("Procfile").flatMap(Procfile.web) ?? ""
        return plan
    }

    private func detect(_ request: BuildRequest, _ tree: SourceTree, _ writer: PlanWriter) throws(BuildFailure) -> BuildPlan {
        for detector in detectors {
            if let plan = try detector.plan(tree, writer) { return plan }
        }
        if !request.baseImage.isEmpty { return try writer.command(because: "base image in the settings") }
        let looked = detectors.flatMap(\.looksFor).joined(separator: ", ")
        throw BuildFailure(
            .planFailed,
            "No Dockerfile in `\(tree.root)`, and nothing here says what runs it. Looked for: \(looked). Set the folder with `--root`, or a build method.")
    }
}

/// Recognises one kind of source.
package protocol SourceDetector: Sendable {
    /// Files whose contents it reads.
    var files: [String] { get }
    /// What a sentence about finding nothing names.
    var looksFor: [String] { get }
    /// Nil when the source is not of its kind.
    func plan(_ tree: SourceTree, _ writer: PlanWriter) throws(BuildFailure) -> BuildPlan?
}

/// A Dockerfile at the root says it all.
package struct DockerfileDetector: SourceDetector {
    package init() {}
    package var files: [String] { [] }
    package var looksFor: [String] { ["Dockerfile"] }

    package func plan(_ tree: SourceTree, _ writer: PlanWriter) throws(BuildFailure) -> BuildPlan? {
        let name = writer.request.dockerfile.isEmpty ? "Dockerfile" : writer.request.dockerfile
        guard tree.hasFile(name) || !writer.request.dockerfile.isEmpty else { return nil }
        return try writer.dockerfile(because: name)
    }
}

/// An index.html is a site.
package struct StaticDetector: SourceDetector {
    package init() {}
    package var files: [String] { [] }
    package var looksFor: [String] { ["index.html"] }

    package func plan(_ tree: SourceTree, _ writer: PlanWriter) throws(BuildFailure) -> BuildPlan? {
        guard tree.hasFile("index.html") else { return nil }
        return try writer.fixed(because: "index.html")
    }
}
