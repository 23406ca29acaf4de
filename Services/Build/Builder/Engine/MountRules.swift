import Core

/// What a Dockerfile may ask of an engine that runs as root.
///
/// Buildah before 1.38 follows a mount's source wherever that leads on the machine: by `..` in a cache's id (CVE-2024-9675), by a symbolic
/// link in the source or in a stage (CVE-2024-1753). And a cache is whoever's knows its id, so each project's gets the project's.
///
/// Instructions are put together as Buildah's parser does that, from every line on, since versions differ in what they take for a comment;
/// in front of a step's command nothing stands but mounts, written out. What a base image brings with ONBUILD is not seen here.
struct MountRules: Sendable {
    let project: ProjectID
    /// Whether a path of the source is something else than a plain file.
    let isLink: @Sendable (String) -> Bool

    /// The Dockerfile with its caches made its project's.
    /// - Throws: `BuildFailure` with a sentence for who wrote it.
    func confined(_ dockerfile: String, at path: String) throws(BuildFailure) -> String {
        guard !path.hasSuffix(".in") else { throw Self.refused("`\(path)`", "a name that ends in .in asks for the C preprocessor") }
        let bytes = Array(dockerfile.utf8)
        guard !bytes.contains(0) else { throw Self.refused("`\(path)`", "it is no text") }
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
        guard bytes.count <= Self.mostBytes, lines.count <= Self.mostLines else {
            throw Self.refused("`\(path)`", "it is larger than \(Self.mostBytes >> 10) KiB or \(Self.mostLines) lines")
        }
        guard !lines.contains(where: Self.changesEscape) else { throw Self.refused("`# escape`", "only \\ continues a line") }
        var changes: [[UInt8]: [UInt8]] = [:]
        for dropsIndented in [true, false] {
            let all = Self.lowercased(Self.joined(lines[...], dropsIndented: dropsIndented, endsWithInstruction: false))
            guard all.firstRange(of: Array("containers-storage:".utf8)) == nil else {
                throw Self.refused("`containers-storage:`", "an image is named by its registry")
            }
            for start in lines.indices where Self.mayBegin(lines[start]) {
                for flag in try Self.flags(of: Self.joined(lines[start...], dropsIndented: dropsIndented)) {
                    guard lines.contains(where: { Self.words($0).contains { $0.elementsEqual(flag) } }) else {
                        throw Self.refused("`\(Self.text(flag))`", "a flag stands on one line, with a blank behind it")
                    }
                    changes[Array(flag)] = try confined(flag: Self.text(flag))
                }
            }
        }
        return Self.text(Array(lines.map { Self.replaced($0, changes) }.joined(separator: [UInt8(ascii: "\n")])))
    }

    /// What git takes as an argument, with room for the rest.
    private static let mostBytes = 100 << 10
    private static let mostLines = 2_000

    // MARK: One flag

    private func confined(flag: String) throws(BuildFailure) -> [UInt8] {
        let what = "`\(flag)`"
        guard flag.hasPrefix("--mount="), !flag.contains("..") else {
            throw Self.refused(what, flag.contains("..") ? "no `..` stands in a mount" : "RUN takes --mount and no other flag")
        }
        var fields: [(key: String, value: String)] = []
        for part in flag.dropFirst("--mount=".count).split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let key = Self.alias[String(sides[0])] ?? String(sides[0])
            guard !fields.contains(where: { $0.key == key }) else { throw Self.refused(what, "it says \(key) twice") }
            fields.append((key, sides.count == 2 ? String(sides[1]) : ""))
        }
        func value(_ key: String) -> String? { fields.first { $0.key == key }?.value }
        let type = value("type") ?? "bind"
        guard let known = Self.known[type] else {
            throw Self.refused(what, "there are mounts of type \(Self.known.keys.sorted().joined(separator: ", "))")
        }
        if let odd = fields.first(where: { !known.contains($0.key) })?.key {
            throw Self.refused(what, odd == "from" ? "copy it by COPY --from, and remove it in the step that used it" : "\(type) takes no `\(odd)`")
        }
        if type == "bind" {
            guard ["", "true", "1"].contains(value("readonly") ?? "") else { throw Self.refused(what, "the source is only read") }
            try checkSource(value("source") ?? "", of: what)
        }
        guard type == "cache" else { return Array(flag.utf8) }
        let name = (value("id") ?? value("target") ?? "").replacing("/", with: "_")
        guard !name.isEmpty else { throw Self.refused(what, "a cache has a target") }
        fields.removeAll { $0.key == "id" }
        fields.append(("id", "\(project)-\(name)"))
        return Array(("--mount=" + fields.map { $0.value.isEmpty ? $0.key : "\($0.key)=\($0.value)" }.joined(separator: ",")).utf8)
    }

    /// No part of the way is a symbolic link.
    private func checkSource(_ source: String, of what: String) throws(BuildFailure) {
        var path = ""
        for part in source.split(separator: "/") where part != "." {
            path += path.isEmpty ? part : "/\(part)"
            if isLink(path) { throw Self.refused(what, "`\(path)` is no plain file or folder") }
        }
    }

    private static let alias = ["src": "source", "dst": "target", "destination": "target", "ro": "readonly"]
    private static let known: [String: Set<String>] = {
        let common: Set = ["type", "target"]
        return [
            "bind": common.union(["source", "readonly"]), "tmpfs": common.union(["size", "mode"]),
            "cache": common.union(["id", "sharing", "mode", "uid", "gid", "readonly"]),
            "secret": common.union(["id", "required", "mode", "uid", "gid"]), "ssh": common.union(["id", "required", "mode", "uid", "gid"]),
        ]
    }()

    // MARK: The text, by bytes

    /// Whether RUN or ONBUILD may begin here.
    private static func mayBegin(_ line: [UInt8]) -> Bool {
        line.first { !isBlank($0) }.map { Array("rRoO".utf8).contains($0) || $0 == 0xEF } ?? false
    }

    /// An instruction that begins with the first of these lines, in one; or all that there are.
    /// - Parameter dropsIndented: a comment within an instruction may be indented.
    private static func joined(_ lines: ArraySlice<[UInt8]>, dropsIndented: Bool, endsWithInstruction: Bool = true) -> [UInt8] {
        var whole: [UInt8] = []
        for (index, line) in zip(lines.indices, lines) {
            let bare = line.drop(while: isBlank)
            if index > lines.startIndex, bare.isEmpty || (dropsIndented ? bare.first : line.first) == UInt8(ascii: "#") { continue }
            var end = line.endIndex
            while end > line.startIndex, isBlank(line[end - 1]) { end -= 1 }
            if end > line.startIndex, line[end - 1] == UInt8(ascii: "\\") {
                whole += line[..<(end - 1)]
            } else {
                whole += line
                if endsWithInstruction { return whole }
                whole.append(UInt8(ascii: "\n"))
            }
        }
        return whole
    }

    /// The flags in front of what a RUN runs, on its own or behind ONBUILD.
    private static func flags(of instruction: [UInt8]) throws(BuildFailure) -> [ArraySlice<UInt8>] {
        var rest = instruction.drop(while: isBlank)
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3).drop(while: isBlank) }
        func keyword() -> String { text(lowercased(rest.prefix { !isBlank($0) })) }
        while keyword() == "onbuild" { rest = rest.drop { !isBlank($0) }.drop(while: isBlank) }
        guard keyword() == "run" else { return [] }
        rest = rest.drop { !isBlank($0) }.drop(while: isBlank)
        var flags: [ArraySlice<UInt8>] = []
        while rest.starts(with: Array("--".utf8)) {
            let flag = rest.prefix { !isBlank($0) }
            guard flag.allSatisfy(isPlain) else {
                throw refused("`\(text(flag).prefix(200))`", "a flag is written out, without quotes, variables and the like")
            }
            flags.append(flag)
            rest = rest.dropFirst(flag.count).drop(while: isBlank)
        }
        // A blank that is not ASCII is one to Buildah as well, so more flags may be behind it.
        guard rest.first.map({ $0 < 0x80 }) ?? true else { throw refused("`\(text(rest).prefix(40))`", "a command begins with a plain character") }
        return flags
    }

    private static func words(_ line: [UInt8]) -> [ArraySlice<UInt8>] { line.split(whereSeparator: isBlank) }

    /// With these words in place of others.
    private static func replaced(_ line: [UInt8], _ changes: [[UInt8]: [UInt8]]) -> [UInt8] {
        var (whole, rest) = ([UInt8](), line[...])
        while !rest.isEmpty {
            whole += rest.prefix(while: isBlank)
            rest = rest.drop(while: isBlank)
            let word = Array(rest.prefix { !isBlank($0) })
            whole += changes[word] ?? word
            rest = rest.dropFirst(word.count)
        }
        return whole
    }

    /// `# escape=` and a backtick, wherever it stands.
    private static func changesEscape(_ line: [UInt8]) -> Bool {
        let plain = lowercased(line.filter { !isBlank($0) })
        return plain.first == UInt8(ascii: "#") && plain.dropFirst().starts(with: Array("escape=".utf8)) && !plain.dropFirst().elementsEqual(Array(#"escape=\"#.utf8))
    }

    /// ASCII's: blank, tab, carriage return, vertical tab, form feed.
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "=,_./:@+-".utf8.contains(byte)
        }
    }

    private static func lowercased(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }

    private static func text(_ bytes: some Swift.Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func refused(_ what: String, _ why: String) -> BuildFailure {
        BuildFailure(.buildFailed, "\(what) can't be built here: \(why).")
    }
}
