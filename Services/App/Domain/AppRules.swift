package import Core
package import Messages

/// What an app may be told, each field by the name that the API gives it. All that is wrong is said at once.
package struct AppRules: Sendable {
    static let methods = ["auto", "dockerfile", "command", "static", "buildpack", "image"]
    static let mostInstances: UInt32 = 50

    private var errors: [FieldError] = []

    /// Throws what is wrong with an app whose defaults are filled in.
    package static func check(_ app: Proto.App) throws(Fault) {
        var rules = AppRules()
        rules.attempt { () throws(Fault) in try Names.checkLabel(app.name, field: "name") }
        rules.check(app.source ?? .init(), method: app.build?.method ?? "")
        rules.check(app.build ?? .init())
        rules.check(app.run ?? .init())
        guard rules.errors.isEmpty else { throw .invalid(rules.errors) }
    }

    private mutating func check(_ source: Proto.SourceSettings, method: String) {
        guard method != "image" || !source.repository.isEmpty else { return }
        if source.repository.isEmpty {
            wrong("source.repository", "must not be empty")
        } else if !Self.isRepository(source.repository) {
            wrong("source.repository", "must have the form https://host/path, without user name, password or query")
        }
        if !Self.isRef(source.branch) { wrong("source.branch", "can't be the name of a branch") }
        path(source.rootDirectory, "source.root_directory")
    }

    private mutating func check(_ build: Proto.BuildSettings) {
        if !Self.methods.contains(build.method) { wrong("build.method", "must be one of \(Self.methods.joined(separator: ", "))") }
        path(build.dockerfile, "build.dockerfile")
        path(build.outputDirectory, "build.output_directory")
        command(build.command, "build.command")
        if !build.baseImage.isEmpty, !Self.isImage(build.baseImage) { wrong("build.base_image", "must be node, python, shell, static or an image reference") }
        if build.plan.utf8.count > 16 << 10 { wrong("build.plan", "must have at most 16 KiB") }
        if build.method == "image" && build.image.isEmpty {
            wrong("build.image", "must not be empty with the method image")
        } else if !build.image.isEmpty, !Self.isImage(build.image) {
            wrong("build.image", "must be an image reference such as registry.example.com/name:tag")
        }
    }

    private mutating func check(_ run: Proto.RunSettings) {
        if run.port > 65_535 { wrong("run.port", "must be between 1 and 65535") }
        if !(1...Self.mostInstances).contains(run.instances) { wrong("run.instances", "must be between 1 and \(Self.mostInstances)") }
        command(run.command, "run.command")
        if !run.healthPath.isEmpty {
            let isPlain = run.healthPath.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
            if !run.healthPath.hasPrefix("/") || run.healthPath.utf8.count > 200 || !isPlain {
                wrong("run.health_path", "must be a path such as /health, of at most 200 characters")
            }
        }
        if let millis = Quantity.cpuMillis(run.cpu), (10...256_000).contains(millis) {} else {
            wrong("run.cpu", "must be a quantity such as 500m or 2, at least 10m")
        }
        if let bytes = Quantity.bytes(run.memory), (8 << 20...1 << 42).contains(bytes) {} else {
            wrong("run.memory", "must be a quantity such as 512Mi, at least 8Mi")
        }
    }

    private mutating func path(_ text: String, _ field: String) {
        let segments = text.split(separator: "/", omittingEmptySubsequences: true)
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" && $0 != ":" }
        guard text.utf8.count <= 255, isPlain, !text.hasPrefix("//"), !segments.contains("..") else {
            return wrong(field, "must be a path inside the repository")
        }
    }

    private mutating func command(_ text: String, _ field: String) {
        if text.utf8.count > 4_096 { wrong(field, "must have at most 4096 bytes") }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" && $0 != "\t" || $0.value == 0x7F }) {
            wrong(field, "must not contain control characters")
        }
    }

    private mutating func wrong(_ field: String, _ message: String) { errors.append(FieldError(field: field, message: message)) }

    private mutating func attempt(_ body: () throws(Fault) -> Void) {
        do { try body() } catch { errors.append(contentsOf: error.fields) }
    }

    /// The form; whether it may be asked is the build service's to say.
    private static func isRepository(_ text: String) -> Bool {
        let lower = text.lowercased()
        let scheme = lower.hasPrefix("https://") ? 8 : lower.hasPrefix("http://") ? 7 : 0
        let rest = text.dropFirst(scheme)
        guard scheme > 0, text.utf8.count <= 512, let slash = rest.firstIndex(of: "/"), slash != rest.startIndex else { return false }
        return rest[slash...].utf8.count > 1 && rest.utf8.allSatisfy { isWord($0) || "._~+-/:[]".utf8.contains($0) } && !rest.contains("..")
    }

    private static func isRef(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasPrefix("/") && !text.hasSuffix("/") && !text.contains("..")
            && !text.contains("//") && !text.hasSuffix(".lock") && !text.hasSuffix(".")
            && text.utf8.allSatisfy { isWord($0) || "._/-".utf8.contains($0) }
    }

    private static func isImage(_ text: String) -> Bool {
        guard let first = text.utf8.first, (1...255).contains(text.utf8.count) else { return false }
        // A dot or two between slashes is a way to another name, for who reads it as an address.
        let hasWays = text.split(separator: "/").contains { $0 == "." || $0 == ".." }
        return isWord(first) && !text.contains("//") && !hasWays && text.utf8.allSatisfy { isWord($0) || "._-/:@".utf8.contains($0) }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
            || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }
}
