/// How sources of one language become images: a declaration, and the only place that knows the language.
///
/// Services/README.md says how one is added.
package struct Language: Sendable {
    /// "node". Names the setting of its base image too: SLIPWAY_BASE_IMAGE_NODE.
    let name: String
    /// "Node"
    let title: String
    /// The base image's upstream name; `{version}` is where the version goes.
    let image: String
    /// The series that is taken when nothing asks for another.
    let version: String
    /// Parts of a version that make a series: one for Node 22, two for Python 3.12.
    let precision: Int
    /// Files at the root, any of which makes a source one of this language.
    let signs: [String]
    /// Those of them that a refusal names.
    let lookedFor: [String]
    /// What else the rules read: paths, or patterns such as `cmd/*/*.go`.
    let reads: [String]
    /// Programs that say by their name alone that a command line is of this language.
    let programs: Set<String>
    /// Who asks for which version; the first one counts.
    let versions: [Rule]
    /// Who installs what the source depends on; the first that applies.
    let managers: [PackageManager]
    /// Every one that finds something is a command, in this order.
    let builds: [Rule]
    /// What runs it; the first one counts.
    let starts: [Rule]
    /// The folder that a build leaves to be served as files, where nothing runs.
    var outputs: [Rule] = []
    /// Why a source of this language can't be run as it is; nil leaves it to the general sentence.
    var refusal: (@Sendable (SourceTree) throws(BuildFailure) -> String?)?
    /// Set while building and running: constants of this file, never anything of a source.
    var environment: [(String, String)] = []
    /// Set for running only.
    var runEnvironment: [(String, String)] = []
    /// Where it runs, when not on the image that built it.
    var runtime: Runtime?

    /// A second, smaller image that gets /app and some folders besides.
    package struct Runtime: Sendable {
        /// The name of a base image.
        let base: String
        /// Run in the building image.
        let prepare: [String]
        let copies: [(from: String, to: String)]
    }
}

/// Installs dependencies, from as few files as it needs: these make a layer of their own before the source comes.
package struct PackageManager: Sendable {
    let name: String
    /// Whether the source uses it, and which file says so.
    let applies: @Sendable (SourceTree) throws(BuildFailure) -> String?
    /// The files to install from, of which those that exist are copied; nil when all of the source is needed.
    let files: @Sendable (SourceTree) throws(BuildFailure) -> [String]?
    /// Nothing to install is no command at all.
    let install: @Sendable (SourceTree) throws(BuildFailure) -> [String]

    init(
        _ name: String, applies: @escaping @Sendable (SourceTree) throws(BuildFailure) -> String?,
        files: @escaping @Sendable (SourceTree) throws(BuildFailure) -> [String]?,
        install: @escaping @Sendable (SourceTree) throws(BuildFailure) -> [String]
    ) {
        self.name = name
        self.applies = applies
        self.files = files
        self.install = install
    }

    /// The usual kind: a file says that it is used, some files and some commands are what it takes.
    init(_ name: String, file: String, files: [String], install: [String]) {
        self.init(
            name, applies: { tree throws(BuildFailure) in tree.hasFile(file) ? file : nil }, files: { _ throws(BuildFailure) in [file] + files },
            install: { _ throws(BuildFailure) in install })
    }
}

extension Language {
    /// All there are. The order decides between two that could both run a source.
    package static let all: [Language] = [.python, .go, .ruby, .node]

    /// A version in a file of its own, such as `.nvmrc`; comments and blank lines are passed over.
    static func versionFile(_ path: String, dropping prefix: String = "") -> Rule {
        Rule { tree throws(BuildFailure) in
            let lines = (tree.text(path) ?? "").split(whereSeparator: \.isNewline).map { $0.trimmed }
            guard let line = lines.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else { return nil }
            return Finding(line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : line, because: path)
        }
    }

    /// A line of asdf's and mise's `.tool-versions`.
    static func toolVersion(_ tool: String) -> Rule {
        Rule { tree throws(BuildFailure) in
            for line in (tree.text(".tool-versions") ?? "").split(whereSeparator: \.isNewline) {
                let words = line.split(whereSeparator: \.isWhitespace)
                if words.count > 1, words[0] == tool { return Finding(String(words[1]), because: ".tool-versions") }
            }
            return nil
        }
    }

    /// The first of these files that exists, as a guess at what starts it.
    static func usualFile(_ paths: [String], command: String) -> Rule {
        Rule { tree throws(BuildFailure) in
            paths.first(where: tree.hasFile).map { Finding("\(command) \($0)", because: $0, isGuess: true) }
        }
    }
}
