import Core

/// A package.json, and what the files beside it add.
struct NodePackage: Sendable {
    let json: JSONValue
    let tree: SourceTree
    /// The commands of `scripts`.
    let scripts: [String: String]

    init?(_ tree: SourceTree) throws(BuildFailure) {
        guard let json = try tree.json("package.json") else { return nil }
        self.json = json
        self.tree = tree
        scripts = (json["scripts"]?.object ?? [:]).compactMapValues { $0.string.flatMap { $0.trimmed.isEmpty ? nil : $0.trimmed } }
    }

    /// npm, pnpm or yarn.
    var manager: String {
        let named = json["packageManager"]?.string?.prefix { $0 != "@" } ?? ""
        let locks = [("pnpm", "pnpm-lock.yaml"), ("yarn", "yarn.lock"), ("npm", "package-lock.json"), ("npm", "npm-shrinkwrap.json")].filter { tree.hasFile($0.1) }
        return locks.first { $0.0 == named }?.0 ?? locks.first?.0 ?? "npm"
    }

    /// What `packageManager` says, else what reads the lock file.
    func managerVersion(_ name: String) -> String {
        if let text = json["packageManager"]?.string, text.hasPrefix(name + "@") {
            let version = text.dropFirst(name.count + 1).prefix { $0 != "+" }
            if VersionRange.parts(String(version)) != nil { return String(version) }
        }
        let head = (tree.text("pnpm-lock.yaml") ?? "").prefix(200)
        return head.contains("lockfileVersion: 5") ? "7" : head.contains("lockfileVersion: '6") ? "8" : "9"
    }

    /// Yarn 2 and later.
    var hasModernYarn: Bool {
        let text = json["packageManager"]?.string ?? ""
        return tree.hasFile(".yarnrc.yml") || text.hasPrefix("yarn@") && !text.hasPrefix("yarn@1")
    }

    func uses(_ name: String) -> Bool { ["dependencies", "devDependencies"].contains { json[$0]?[name] != nil } }

    var hasDependencies: Bool {
        let parts = ["dependencies", "devDependencies", "optionalDependencies"]
        return parts.contains { json[$0]?.object?.isEmpty == false } || json["workspaces"] != nil || installsWithSource
    }

    /// Scripts that run while installing, and files that a dependency is: they need the source.
    var installsWithSource: Bool {
        let versions = ["dependencies", "devDependencies", "optionalDependencies"].flatMap { (json[$0]?.object ?? [:]).values.compactMap(\.string) }
        let local = ["file:", "link:", "portal:", "./", "../", "patch:"]
        return ["preinstall", "install", "postinstall", "prepare"].contains { scripts[$0] != nil } || versions.contains { version in local.contains { version.hasPrefix($0) } }
            || tree.entries.keys.contains { $0.hasPrefix(".yarn/") }
    }

    /// The package.json files of workspaces, which installing needs too; nil when they can't be copied by themselves.
    var workspaces: [String]? {
        guard json["workspaces"] != nil || tree.hasFile("pnpm-workspace.yaml") else { return [] }
        let paths = tree.entries.keys.filter { $0.hasSuffix("/package.json") && !$0.contains("node_modules/") && tree.hasFile($0) }.sorted()
        return paths.count <= 100 && paths.allSatisfy(Recipe.isPlain) ? paths : nil
    }

    /// `main`, when there is such a file with a plain name.
    var main: String? {
        guard let text = json["main"]?.string, let path = RelativePath(text), Recipe.isPlain(path.text), !path.text.contains(" ") else { return nil }
        return [path.text, path.text + ".js", path.text + "/index.js"].first(where: tree.hasFile)
    }

    /// A start script that runs a development server: not what should face the internet.
    static func isForDevelopment(_ script: String) -> Bool {
        let words = script.split(whereSeparator: \.isWhitespace).drop { $0.contains("=") || $0 == "cross-env" || $0 == "npx" }
        let line = words.joined(separator: " ")
        let servers = [
            "react-scripts start", "vue-cli-service serve", "astro dev", "next dev", "nuxt dev", "ng serve", "webpack serve", "webpack-dev-server",
            "gatsby develop", "parcel serve", "vite dev", "vite serve", "vite preview", "svelte-kit dev", "react-app-rewired start", "craco start", "docusaurus start", "eleventy --serve",
            "nodemon --inspect",
        ]
        return line == "vite" || line.hasPrefix("vite --") || line == "parcel" || line.hasPrefix("parcel ") && !line.hasPrefix("parcel build")
            || servers.contains { line == $0 || line.hasPrefix($0 + " ") }
    }

    /// `output: "export"` of Next.
    var exportsFiles: Bool {
        if scripts["build"]?.contains("next export") == true { return true }
        return configuration("next.config.*").contains { Self.value(of: "output", in: $0) == "export" }
    }

    /// Anything that answers requests by itself.
    private var hasServer: Bool {
        let servers = ["express", "fastify", "koa", "@hapi/hapi", "@nestjs/core", "nuxt", "hono", "@remix-run/node", "@remix-run/express", "@astrojs/node", "polka", "@sveltejs/adapter-node", "@react-router/node", "@react-router/serve"]
        return servers.contains { json["dependencies"]?[$0] != nil } || uses("@astrojs/node") || uses("@sveltejs/adapter-node") || uses("nuxt")
    }

    /// Where a front end's build leaves its files.
    var output: Finding? {
        guard !hasServer else { return nil }
        if uses("next") { return exportsFiles ? Finding("out", because: "next, whose configuration says export") : nil }
        if uses("@sveltejs/kit") { return uses("@sveltejs/adapter-static") ? Finding("build", because: "@sveltejs/adapter-static in package.json") : nil }
        let kinds = [
            ("astro", "dist", "outDir"), ("react-scripts", "build", nil), ("@vue/cli-service", "dist", nil), ("gatsby", "public", nil), ("@docusaurus/core", "build", nil),
            ("@11ty/eleventy", "_site", nil), ("vitepress", ".vitepress/dist", nil), ("parcel", "dist", nil), ("preact-cli", "build", nil),
            ("vite", "dist", "outDir"), ("webpack", "dist", nil),
        ]
        for (name, folder, key) in kinds where uses(name) {
            if let key {
                for text in configuration("\(name).config.*") {
                    if let told = Self.value(of: key, in: text), let path = RelativePath(told), Recipe.isPlain(path.text) {
                        return Finding(path.text, because: "`\(key)` of \(name)'s configuration")
                    }
                }
            }
            return Finding(folder, because: "\(name) in package.json")
        }
        return nil
    }

    private func configuration(_ pattern: String) -> [String] { tree.read(pattern).compactMap(tree.text) }

    /// The text in `key: "text"`.
    private static func value(of key: String, in text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) where !line.trimmed.hasPrefix("//") {
            guard let found = line.firstRange(of: key + ":") ?? line.firstRange(of: key + " :") else { continue }
            let rest = line[found.upperBound...].trimmed
            guard let quote = rest.first, "\"'`".contains(quote) else { continue }
            let value = rest.dropFirst().prefix { $0 != quote }
            if !value.isEmpty { return String(value) }
        }
        return nil
    }

    /// `lts/iron` and its like as a version.
    static func release(_ text: String) -> String {
        let names = ["hydrogen": "18", "iron": "20", "jod": "22", "krypton": "24"]
        let word = text.trimmed.lowercased()
        if ["node", "latest", "stable", "current", "lts/*", "lts", "lts/latest", ""].contains(word) { return "*" }
        return word.hasPrefix("lts/") ? names[String(word.dropFirst(4))] ?? text : text
    }
}
