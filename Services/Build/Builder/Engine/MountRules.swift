import Core

/// What the flags of a Dockerfile's steps may ask of an engine that runs as root.
///
/// Buildah before 1.38 follows a mount's source wherever that leads on the machine: by `..` in a cache's id (CVE-2024-9675), by a symbolic
/// link in the source or in a stage (CVE-2024-1753). And a cache is whoever's knows its id, so each project's gets the project's. Words are
/// judged as they stand, wherever they do: what could be read in two ways is refused.
///
/// What a base image brings with ONBUILD is not seen here.
struct MountRules: Sendable {
    let project: ProjectID
    /// Whether a path of the source is something else than a plain file.
    let isLink: @Sendable (String) -> Bool

    /// The Dockerfile with its caches made its project's.
    /// - Throws: `BuildFailure` with a sentence for who wrote it.
    func confined(_ dockerfile: String) throws(BuildFailure) -> String {
        guard dockerfile.lowercased().firstRange(of: "containers-storage:") == nil else {
            throw Self.refused("`containers-storage:`", "an image is named by its registry")
        }
        // Scalars, since a carriage return and a line feed are one character.
        let lines = dockerfile.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { Array($0) }
        var all: [String] = []
        for (number, line) in lines.enumerated() {
            try checkEnd(of: line, before: lines[(number + 1)...])
            all.append(try confined(line))
        }
        return all.joined(separator: "\n")
    }

    /// A flag that goes on in the next line would be seen by nobody.
    private func checkEnd(of line: [UnicodeScalar], before rest: ArraySlice<[UnicodeScalar]>) throws(BuildFailure) {
        let end = line.reversed().drop { $0.properties.isWhitespace }
        guard let last = end.first, last == "\\" || last == "`" else { return }
        let word = String(String.UnicodeScalarView(end.dropFirst().prefix { !$0.properties.isWhitespace }.reversed()))
        let next = rest.first { line in line.contains { !$0.properties.isWhitespace } && line.first != "#" }
        guard word.hasPrefix("-"), next?.first.map(\.properties.isWhitespace) == false else { return }
        throw Self.refused("`\(word)\\`", "a flag stands on one line")
    }

    private func confined(_ line: [UnicodeScalar]) throws(BuildFailure) -> String {
        var text = String.UnicodeScalarView()
        var rest = line[...]
        while let first = rest.first {
            let isSpace = first.properties.isWhitespace
            let part = rest.prefix { $0.properties.isWhitespace == isSpace }
            rest = rest.dropFirst(part.count)
            let word = String(String.UnicodeScalarView(part))
            text.append(contentsOf: isSpace ? word.unicodeScalars : try confined(word: word).unicodeScalars)
        }
        return String(text)
    }

    private func confined(word: String) throws(BuildFailure) -> String {
        let bare = word.unicodeScalars.filter { !#""'\`"#.unicodeScalars.contains($0) }
        guard word.hasPrefix("--"), String(String.UnicodeScalarView(bare)).lowercased().hasPrefix("--mount=") else { return word }
        guard word.hasPrefix("--mount="), word.utf8.allSatisfy(Self.isPlain), !word.contains("..") else {
            throw Self.refused("`\(word.prefix(200))`", "it must be written out, without quotes, variables and `..`")
        }
        let parts = word.dropFirst("--mount=".count).split(separator: ",")
        var fields: [String: String] = [:]
        for field in parts {
            let sides = field.split(separator: "=", maxSplits: 1)
            guard let key = sides.first.map(String.init), fields[key] == nil else { throw Self.refused("`\(word)`", "it says one thing twice") }
            fields[key] = sides.count == 2 ? String(sides[1]) : ""
        }
        let type = fields["type"] ?? "bind"
        guard let known = Self.known[type] else {
            throw Self.refused("`\(word)`", "\(type) is not known here; there are \(Self.known.keys.sorted().joined(separator: ", "))")
        }
        if let odd = fields.keys.sorted().first(where: { !known.contains($0) }) {
            throw Self.refused("`\(word)`", odd == "from" ? "use COPY --from" : "`\(odd)` is not taken with \(type)")
        }
        switch type {
        case "bind":
            try checkSource(fields["source"] ?? fields["src"] ?? "", of: word)
            return word
        case "cache":
            let target = fields["target"] ?? fields["dst"] ?? fields["destination"] ?? ""
            let name = (fields["id"] ?? target).replacing("/", with: "_")
            guard !name.isEmpty else { throw Self.refused("`\(word)`", "a cache has a target") }
            return "--mount=" + (parts.filter { !$0.hasPrefix("id=") } + ["id=\(project)-\(name)"]).joined(separator: ",")
        default: return word
        }
    }

    /// No part of the way is a symbolic link.
    private func checkSource(_ source: String, of word: String) throws(BuildFailure) {
        var path = ""
        for part in source.split(separator: "/") where part != "." {
            path += path.isEmpty ? part : "/\(part)"
            if isLink(path) { throw Self.refused("`\(word)`", "`\(path)` is a symbolic link") }
        }
    }

    private static let known: [String: Set<String>] = {
        let target: Set = ["type", "target", "dst", "destination"]
        return [
            "bind": target.union(["source", "src", "ro", "readonly"]), "tmpfs": target.union(["size", "mode"]),
            "cache": target.union(["id", "sharing", "mode", "uid", "gid", "ro", "readonly", "rw"]),
            "secret": target.union(["id", "required", "mode", "uid", "gid"]), "ssh": target.union(["id", "required", "mode", "uid", "gid"]),
        ]
    }()

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "=,_./:@+-".utf8.contains(byte)
        }
    }

    private static func refused(_ what: String, _ why: String) -> BuildFailure {
        BuildFailure(.buildFailed, "\(what) in the Dockerfile can't be built here: \(why).")
    }
}
