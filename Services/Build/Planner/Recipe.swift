package import Core

/// What a plan comes down to, so that it can be kept and used again: a language and plain commands. A Dockerfile is
/// written from it each time, by the same writer, whether the source was looked at or a person pinned it.
package struct Recipe: Sendable, Equatable {
    /// The name of a `Language`, or `static` (files, served as they are), or `shell`.
    package var language: String
    /// Empty: the usual one.
    package var version = ""
    /// Files that are copied before `install` runs; none: all of the source is.
    package var dependencies: [String] = []
    package var install: [String] = []
    package var build: [String] = []
    package var start = ""
    /// The folder that is served as files in the end; nil where something runs.
    package var output: String?

    package init(language: String) {
        self.language = language
    }

    package var json: JSONValue {
        [
            "language": .string(language), "version": version.isEmpty ? .null : .string(version),
            "dependencies": .array(dependencies.map { .string($0) }), "install": .array(install.map { .string($0) }),
            "build": .array(build.map { .string($0) }), "start": start.isEmpty ? .null : .string(start),
            "output_directory": output.map { .string($0) } ?? .null,
        ]
    }
}

extension Recipe {
    package enum CommandKind: String, Sendable {
        case install, build
    }

    /// What is run while building.
    var commands: [(CommandKind, String)] { install.map { (.install, $0) } + build.map { (.build, $0) } }

    static let most = 16 << 10
    private static let members: Set = ["language", "version", "dependencies", "install", "build", "start", "output_directory"]

    /// Reads what a person pinned. All that is wrong is said at once, each with its place.
    package init(pinned source: String) throws(Fault) {
        guard source.utf8.count <= Self.most else { throw .invalid("build.plan", "must have at most \(Self.most >> 10) KiB") }
        guard let json = try? JSONValue(parsing: source), let object = json.object else { throw .invalid("build.plan", "must be a JSON object") }
        var errors = object.keys.sorted().filter { !Self.members.contains($0) }.map {
            FieldError(field: "build.plan.\($0.shown)", message: "is not a field here")
        }
        func refuse(_ field: String, _ message: String) { errors.append(FieldError(field: "build.plan.\(field)", message: message)) }
        func text(_ field: String) -> String? {
            guard let value = json[field], !value.isNull else { return nil }
            guard let text = value.string else {
                refuse(field, "must be a string")
                return nil
            }
            return text
        }
        func list(_ field: String, most: Int) -> [String] {
            guard let value = json[field], !value.isNull else { return [] }
            guard let items = value.array, items.count <= most, items.allSatisfy({ $0.string != nil }) else {
                refuse(field, "must be a list of at most \(most) strings")
                return []
            }
            return items.compactMap(\.string)
        }
        self.init(language: text("language") ?? "")
        if language != "static", language != "shell", !Language.all.contains(where: { $0.name == language }) {
            refuse("language", "must be one of \((Language.all.map(\.name) + ["shell", "static"]).joined(separator: ", "))")
        }
        version = text("version") ?? ""
        if !version.isEmpty, VersionRange.parts(version) == nil { refuse("version", "must be a version such as 22, 3.12 or 1.23.4") }
        dependencies = list("dependencies", most: 128)
        for path in dependencies where !Self.isPlain(path) { refuse("dependencies", "\(path.shown) is no plain path inside the repository") }
        install = list("install", most: 16)
        build = list("build", most: 16)
        start = text("start") ?? ""
        for (field, commands) in [("install", install), ("build", build), ("start", start.isEmpty ? [] : [start])] {
            for command in commands where !Self.isCommand(command) {
                refuse(field, "a command must have 1 to 4096 bytes and no control characters")
            }
        }
        output = text("output_directory")
        if let output, RelativePath(output).map({ Self.isPlain($0.text) || $0.isTop }) != true {
            refuse("output_directory", "must be a plain path inside the repository")
        }
        if start.isEmpty, output == nil, language != "static" { refuse("start", "is missing, and so is output_directory: one of them is what serves") }
        guard errors.isEmpty else { throw .invalid(Array(errors.prefix(20))) }
    }

    /// A path that COPY takes as it is: no pattern, no variable, no escape.
    static func isPlain(_ path: String) -> Bool {
        guard let relative = RelativePath(path), !relative.isTop, relative.text == path else { return false }
        return path.utf8.allSatisfy { byte in
            byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || "._/@+- ".utf8.contains(byte)
        }
    }

    static func isCommand(_ text: String) -> Bool {
        (1...4_096).contains(text.utf8.count)
            && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\n" || $0 == "\t" }
    }
}
