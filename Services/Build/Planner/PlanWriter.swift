import Core

/// Writes Dockerfiles. Whatever comes from a person enters them as a JSON string of an exec form, or was checked to be a
/// plain word: no setting can begin an instruction of its own.
package struct PlanWriter: Sendable {
    let bases: BaseImages
    package let request: BuildRequest
    let tree: SourceTree
    let generatedName: String

    /// The user's own Dockerfile.
    package func dockerfile(because reason: String) throws(BuildFailure) -> BuildPlan {
        let raw = request.dockerfile.isEmpty ? "Dockerfile" : request.dockerfile
        guard let path = RelativePath(raw), !path.isTop else {
            throw BuildFailure(.planFailed, "`\(raw)` can't be the path of a Dockerfile: it must lie in the repository.")
        }
        guard tree.entries[path.text]?.isFile != false else {
            throw BuildFailure(.planFailed, "`\(path.text)` in `\(tree.root)` is a symbolic link; Slipway builds from plain files.")
        }
        guard tree.hasFile(path.text) else {
            throw BuildFailure(.planFailed, "There is no `\(path.text)` in `\(tree.root)`. Set the folder with `--root`, or the file with `--dockerfile`.")
        }
        return BuildPlan(method: "dockerfile", because: reason, dockerfile: path.text, steps: ["Build \(path.text)"])
    }

    /// The source on a base image, with a command run over it.
    package func command(because reason: String) throws(BuildFailure) -> BuildPlan {
        let base = try reference(request.baseImage)
        guard request.outputDirectory.isEmpty else { return try built(base, because: reason) }
        var text = "FROM \(base)\n" + workplace
        var steps = ["Start from \(base)", "Copy the source"]
        if !request.command.isEmpty {
            text += work(request.command)
            steps.append(request.command)
        }
        return generated("command", reason, text, steps)
    }

    /// Files, served as they are or as a command left them.
    package func fixed(because reason: String) throws(BuildFailure) -> BuildPlan {
        guard request.command.isEmpty else { return try built(try reference(request.baseImage), because: reason, as: "static") }
        let output = try outputPath(request.outputDirectory)
        let text = try files(request.outputDirectory, from: bases.fixed)
        return generated("static", reason, text, ["Start from \(bases.fixed)", "Copy \(output.isTop ? "the files" : output.text)", "Serve them with httpd"])
    }

    /// A command makes the files in one image, another one serves them.
    private func built(_ base: String, because reason: String, as method: String = "command") throws(BuildFailure) -> BuildPlan {
        let output = try outputPath(request.outputDirectory)
        var text = "FROM \(base) AS build\n" + workplace
        if !request.command.isEmpty { text += work(request.command) }
        text += check(output) + served(output)
        let steps = ["Start from \(base)", "Copy the source", request.command, "Serve \(output) with httpd"].filter { !$0.isEmpty }
        return generated(method, reason, text, steps)
    }

    private func generated(_ method: String, _ reason: String, _ text: String, _ steps: [String]) -> BuildPlan {
        BuildPlan(method: method, because: reason, dockerfile: generatedName, generated: text, steps: steps)
    }

    /// The folder of the app, with its source.
    private var workplace: String { folder + source }

    /// Group 0 may write it, since instances run as a user of that group.
    var folder: String { "RUN [\"/bin/sh\", \"-c\", \"mkdir -p /app && chmod 0775 /app\"]\nWORKDIR /app\n" }

    var source: String { "COPY [\".\", \"./\"]\n" + forget }

    /// The file written here is no part of the source.
    var forget: String { "RUN [\"/bin/sh\", \"-c\", \(quoted("rm -f ./\(generatedName)"))]\n" }

    var serve: String {
        "CMD [\"/bin/sh\", \"-c\", \"exec busybox httpd -f -p \\\"${PORT:-8080}\\\" -h /srv/www\"]\n"
    }

    func run(_ command: String) -> String { "RUN [\"/bin/sh\", \"-c\", \(quoted("umask 0002\n" + command))]\n" }

    /// A command of the app's own, which finds the variables of builds in its environment; no other step does.
    func work(_ command: String) -> String {
        guard !request.variables.isEmpty else { return run(command) }
        // Read by whoever the base image's user is.
        let mounts = request.variables.map { "--mount=type=secret,id=\($0),mode=0444 " }.joined()
        // With a last character of its own, since a shell drops the ends of lines there.
        let exports = request.variables.map { name in
            let file = "\(BuildVariables.folder)/\(name)"
            return "if [ -r \(file) ]; then \(name)=\"$(cat \(file); echo .)\"; export \(name)=\"${\(name)%.}\"; fi\n"
        }.joined()
        return "RUN \(mounts)[\"/bin/sh\", \"-c\", \(quoted(exports + "umask 0002\n" + command))]\n"
    }

    /// Neither a pattern nor a variable, which COPY would read as such.
    func outputPath(_ text: String) throws(BuildFailure) -> RelativePath {
        guard let path = RelativePath(text), !path.text.contains(where: { "*?[$".contains($0) }) else {
            throw BuildFailure(.planFailed, "`\(text.shown)` can't be the output directory: it must lie in the repository.")
        }
        return path
    }

    private func reference(_ name: String) throws(BuildFailure) -> String {
        let reference = bases.reference(name)
        guard ImageReference.isWellFormed(reference) else { throw BuildFailure(.planFailed, "`\(name)` is no image reference.") }
        return reference
    }

    func quoted(_ text: String) -> String { JSONValue.string(text).encoded() }
}
