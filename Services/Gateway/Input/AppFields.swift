import Core

/// The members of an app that a person writes, in `POST` and `PATCH`.
enum AppFields {
    static let source: [Field] = [
        .text("repository"), .text("branch", most: 255), .text("root_directory", most: 1_024), .flag("auto_deploy"),
    ]

    static let build: [Field] = [
        .choice("method", "auto", "dockerfile", "command", "static", "buildpack", "image"), .text("dockerfile", most: 1_024),
        .text("base_image", most: 512), .text("command", most: 8_192), .text("output_directory", most: 1_024),
        .text("image", most: 512),
    ]

    static let run: [Field] = [
        .integer("port", 1...65_535), .text("command", most: 8_192), .integer("instances", 0...100), .text("health_path", most: 1_024),
        .text("cpu", most: 32), .text("memory", most: 32), .flag("read_only"),
    ]

    static let creation: [Field] = [
        .text("name", most: 64).required, .object("source", all(source, but: [], required: ["repository"])).nullable,
        .object("build", all(build)).nullable, .object("run", all(run)).nullable,
    ]

    /// A merge patch: null removes. The name never changes, and instances are scaled, not patched.
    static let patch: [Field] = [
        .object("source", all(source)).nullable, .object("build", all(build)).nullable,
        .object("run", all(run, but: ["instances"])).nullable,
    ]

    private static func all(_ fields: [Field], but left: Set<String> = [], required: Set<String> = []) -> [Field] {
        fields.filter { !left.contains($0.name) }.map { required.contains($0.name) ? $0.required : $0.nullable }
    }
}
