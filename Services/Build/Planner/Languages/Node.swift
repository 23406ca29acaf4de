import Core

/// Node: npm, pnpm and Yarn; servers, and front ends that leave a folder of files.
extension Language {
    static let node = Language(
        name: "node", title: "Node", image: "docker.io/library/node:{version}-slim", version: "22", precision: 1,
        signs: ["package.json"], lookedFor: ["package.json"],
        reads: [
            ".nvmrc", ".node-version", ".tool-versions", "pnpm-lock.yaml", ".yarnrc.yml", "next.config.*", "vite.config.*", "svelte.config.*",
            "astro.config.*",
        ],
        programs: ["node", "npm", "npx", "pnpm", "yarn"],
        versions: [
            Rule { tree throws(BuildFailure) in
                let version = try tree.json("package.json")?["engines"]?["node"]?.string
                return version.map { Finding(NodePackage.release($0), because: "`engines.node` in package.json") }
            },
            nodeVersionFile(".nvmrc"), nodeVersionFile(".node-version"), toolVersion("nodejs"),
        ],
        managers: [
            nodeManager("pnpm", locks: ["pnpm-lock.yaml"], more: [".npmrc", "pnpm-workspace.yaml", ".pnpmfile.cjs"]) { package in
                ["npm install -g pnpm@\(package.managerVersion("pnpm"))", "pnpm install --frozen-lockfile"]
            },
            nodeManager("yarn", locks: ["yarn.lock"], more: [".npmrc", ".yarnrc", ".yarnrc.yml"]) { package in
                package.hasModernYarn ? ["corepack enable", "yarn install --immutable"] : ["yarn install --frozen-lockfile"]
            },
            nodeManager("npm", locks: ["package-lock.json", "npm-shrinkwrap.json"], more: [".npmrc"]) { _ in ["npm ci"] },
            nodeManager("npm", locks: ["package.json"], more: [".npmrc"]) { $0.hasDependencies ? ["npm install"] : [] },
        ],
        builds: [
            Rule { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), package.scripts["build"] != nil else { return nil }
                return Finding("\(package.manager) run build", because: "`scripts.build` in package.json")
            }
        ],
        starts: [
            Rule { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), let script = package.scripts["start"], !NodePackage.isForDevelopment(script) else { return nil }
                return Finding("\(package.manager) start", because: "`scripts.start` in package.json")
            },
            Rule { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), package.uses("next"), package.scripts["build"] != nil, !package.exportsFiles else { return nil }
                return Finding("npx next start -p $PORT", because: "next in package.json", isGuess: true)
            },
            Rule { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), let main = package.main, package.output == nil else { return nil }
                return Finding("node \(main)", because: "`main` in package.json")
            },
            Rule { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), package.output == nil else { return nil }
                return try usualFile(["server.js", "index.js", "app.js", "main.js", "server.mjs", "index.mjs"], command: "node")(tree)
            },
        ],
        outputs: [
            Rule { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), package.scripts["build"] != nil else { return nil }
                return package.output
            }
        ],
        refusal: { tree throws(BuildFailure) in
            guard let package = try NodePackage(tree) else { return nil }
            guard package.scripts["build"] != nil else {
                return "`package.json` in `\(tree.root)` has neither a `start` nor a `build` script, and no `main` that is there. Add one, or set a start command with `--command`."
            }
            return "`package.json` in `\(tree.root)` has a `build` script, but nothing says what runs it or which folder it leaves. Set a start command with `--command`, or the folder with `--output`."
        },
        runEnvironment: [("NODE_ENV", "production")])

    private static func nodeVersionFile(_ path: String) -> Rule {
        Rule { tree throws(BuildFailure) in
            guard var finding = try versionFile(path)(tree) else { return nil }
            finding.value = NodePackage.release(finding.value)
            return finding
        }
    }

    /// A package manager by its lock file; `packageManager` in package.json decides between two.
    private static func nodeManager(
        _ name: String, locks: [String], more: [String], install: @escaping @Sendable (NodePackage) -> [String]
    ) -> PackageManager {
        PackageManager(
            name,
            applies: { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), package.manager == name else { return nil }
                return locks.first(where: tree.hasFile)
            },
            files: { tree throws(BuildFailure) in
                guard let package = try NodePackage(tree), !package.installsWithSource, let others = package.workspaces else { return nil }
                return ["package.json"] + locks + more + others
            },
            install: { tree throws(BuildFailure) in try NodePackage(tree).map(install) ?? [] })
    }
}
