/// Go: modules, one program at the root or some below cmd/.
extension Language {
    static let go = Language(
        name: "go", title: "Go", image: "docker.io/library/golang:{version}", version: "1.24", precision: 2,
        signs: ["go.mod"], lookedFor: ["go.mod"], reads: [".go-version", ".tool-versions", "main.go", "cmd/*/main.go", "*.go", "cmd/*/*.go"],
        programs: ["go"],
        versions: [goVersion("toolchain"), versionFile(".go-version"), goVersion("go"), toolVersion("golang")],
        managers: [
            PackageManager(
                "go modules",
                applies: { tree throws(BuildFailure) in
                    tree.hasFile("go.mod") && tree.hasFile("go.sum") && !tree.hasFile("vendor/modules.txt") ? "go.mod" : nil
                },
                files: { tree throws(BuildFailure) in try hasLocalModules(tree) ? nil : ["go.mod", "go.sum"] },
                install: { _ throws(BuildFailure) in ["go mod download"] })
        ],
        builds: [
            Rule { tree throws(BuildFailure) in
                if isMain(tree, "*.go") { return Finding("go build -o bin/app .", because: "package main at the root") }
                return commands(tree).isEmpty ? nil : Finding("go build -o bin/ ./cmd/...", because: "cmd/")
            }
        ],
        starts: [
            Rule { tree throws(BuildFailure) in
                if isMain(tree, "*.go") { return Finding("bin/app", because: "package main at the root") }
                let commands = commands(tree)
                if commands.count == 1 { return Finding("bin/\(commands[0])", because: "cmd/\(commands[0])") }
                let usual = [try moduleName(tree), "server", "web", "api", "app"]
                guard let name = usual.first(where: commands.contains) else { return nil }
                return Finding("bin/\(name)", because: "cmd/\(name), of \(commands.count) programs", isGuess: true)
            }
        ],
        refusal: { tree throws(BuildFailure) in
            let commands = commands(tree)
            guard commands.count > 1 else { return "`go.mod` in `\(tree.root)` shows a Go module, but neither its root nor cmd/ has a package main." }
            return "cmd/ has \(commands.count) programs: \(commands.prefix(8).joined(separator: ", ")). Say which one serves, with a start command such as `bin/\(commands[0])`."
        },
        environment: [("CGO_ENABLED", "0")],
        // The program needs nothing of Go to run, but certificates to speak TLS to others.
        runtime: Runtime(
            base: "static", prepare: ["mkdir -p /certificates && { cp /etc/ssl/certs/ca-certificates.crt /certificates/ || true; }"],
            copies: [("/certificates/", "/etc/ssl/certs/")]))

    /// The line `go 1.24` or `toolchain go1.24.1` of go.mod.
    private static func goVersion(_ word: String) -> Rule {
        Rule { tree throws(BuildFailure) in
            for line in try tree.needed("go.mod")?.split(whereSeparator: \.isNewline) ?? [] {
                let words = line.split(whereSeparator: \.isWhitespace)
                guard words.count >= 2, words[0] == word else { continue }
                let version = words[1].hasPrefix("go") ? words[1].dropFirst(2) : words[1]
                return Finding(String(version), because: "`\(word)` in go.mod")
            }
            return nil
        }
    }

    /// `replace … => ../other`: a module that is not fetched but lies in the source.
    private static func hasLocalModules(_ tree: SourceTree) throws(BuildFailure) -> Bool {
        try tree.needed("go.mod")?.split(whereSeparator: \.isNewline).contains { $0.contains("=> .") } ?? false
    }

    private static func moduleName(_ tree: SourceTree) throws(BuildFailure) -> String {
        let line = try tree.needed("go.mod")?.split(whereSeparator: \.isNewline).first { $0.hasPrefix("module ") } ?? ""
        return line.split(separator: "/").last?.trimmed ?? ""
    }

    /// The folders below cmd/ with a program whose name is a plain word.
    private static func commands(_ tree: SourceTree) -> [String] {
        let folders = Set(tree.read("cmd/*/*.go").map { String($0.split(separator: "/")[1]) })
        return folders.filter { Recipe.isPlain($0) && !$0.contains(" ") && isMain(tree, "cmd/\($0)/*.go") }.sorted()
    }

    private static func isMain(_ tree: SourceTree, _ pattern: String) -> Bool {
        tree.read(pattern).contains { path in
            !path.hasSuffix("_test.go") && (tree.text(path) ?? "").split(whereSeparator: \.isNewline).contains { line in
                let words = line.split(whereSeparator: \.isWhitespace)
                return words.count >= 2 && words[0] == "package" && words[1] == "main"
            }
        }
    }
}
