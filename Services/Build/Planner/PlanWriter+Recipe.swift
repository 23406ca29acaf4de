/// Dockerfiles from recipes. Layers in the order of how seldom they change: base, dependencies, source, build.
extension PlanWriter {
    /// - Parameter base: the reference that the recipe's language begins with.
    func dockerfile(of recipe: Recipe, base: String) throws(BuildFailure) -> String {
        guard ImageReference.isWellFormed(base) else { throw BuildFailure(.planFailed, "`\(base.shown)` is no image reference.") }
        let language = Language.all.first { $0.name == recipe.language }
        if recipe.language == "static" { return try files(recipe.output ?? "", from: base) }
        let isTwoFold = recipe.output != nil || language?.runtime != nil
        var text = "FROM \(base)\(isTwoFold ? " AS build" : "")\n" + environment(language?.environment ?? []) + folder
        if recipe.dependencies.isEmpty {
            text += source + recipe.install.map(work).joined()
        } else {
            if !recipe.install.isEmpty { text += try copies(recipe.dependencies) + recipe.install.map(work).joined() }
            text += source
        }
        text += recipe.build.map(work).joined()
        if let output = recipe.output {
            let path = try outputPath(output)
            return text + check(path) + served(path)
        }
        if let runtime = language?.runtime {
            text += runtime.prepare.map(run).joined()
            text += "FROM \(bases.reference(runtime.base))\nWORKDIR /app\nCOPY --from=build [\"/app/\", \"./\"]\n"
            for copy in runtime.copies { text += "COPY --from=build [\(quoted(copy.from)), \(quoted(copy.to))]\n" }
        }
        text += environment(language?.runEnvironment ?? [])
        if !recipe.start.isEmpty { text += "CMD [\"/bin/sh\", \"-c\", \(quoted(recipe.start))]\n" }
        return text
    }

    /// Files that serve themselves.
    func files(_ output: String, from base: String) throws(BuildFailure) -> String {
        let path = try outputPath(output)
        guard tree.hasFolder(path) else { throw BuildFailure(.planFailed, "There is no folder `\(path.text)` in `\(tree.root)` to serve.") }
        return "FROM \(base)\nWORKDIR /srv/www\nCOPY [\(quoted(path.isTop ? "." : path.text + "/")), \"./\"]\n" + forget + serve
    }

    /// The folder that a build left, on an image that serves it.
    func served(_ path: RelativePath) -> String {
        "FROM \(bases.fixed)\nWORKDIR /srv/www\nCOPY --from=build [\(quoted(path.isTop ? "/app/" : "/app/\(path.text)/")), \"./\"]\n" + serve
    }

    /// Says it plainly when a build left no such folder.
    func check(_ path: RelativePath) -> String {
        guard !path.isTop else { return "" }
        let name = "'" + path.text.replacing("'", with: "'\\''") + "'"
        return run("[ -d \(name) ] || { printf 'The build left no folder %s; say which one it leaves with --output.\\n' \(name) >&2; exit 1; }")
    }

    /// Each folder's files in one step, so that they land where they were.
    private func copies(_ paths: [String]) throws(BuildFailure) -> String {
        var folders: [String: [String]] = [:]
        for path in paths {
            guard Recipe.isPlain(path) else { throw BuildFailure(.planFailed, "`\(path.shown)` has a name that can't be copied by itself.") }
            guard tree.hasFile(path) else {
                throw BuildFailure(.planFailed, "The plan copies `\(path.shown)`, which is not in `\(tree.root)`. If it is pinned: `slipway plan --unpin`.")
            }
            let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
            folders[folder, default: []].append(path)
        }
        return folders.sorted { $0.key < $1.key }.map { folder, paths in
            "COPY [\((paths.sorted() + [folder]).map(quoted).joined(separator: ", "))]\n"
        }.joined()
    }

    private func environment(_ variables: [(String, String)]) -> String { variables.map { "ENV \($0)=\(quoted($1))\n" }.joined() }
}
