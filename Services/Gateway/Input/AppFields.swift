import Core

/// The members of an app that a person writes, in `POST` and `PATCH`. What they mean to each other is the app service's.
enum AppFields {
    static let methods = ["auto", "dockerfile", "command", "static", "buildpack", "image"]

    private static let repository = TextRule(
        most: 512, pattern: #"^[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9._~+:\[\]-]+/[A-Za-z0-9._~+/:\[\]-]+$"#,
        example: "https://git.example.org/shop.git")
    private static let path = TextRule(most: 255, pattern: #"^[^\\:\u0000-\u001f\u007f]*$"#, example: "web")
    private static let command = TextRule(most: 4_096, pattern: #"^[^\u0000-\u0008\u000b-\u001f\u007f]*$"#, example: "npm start")
    private static let image = TextRule(most: 255, pattern: "^([A-Za-z0-9][A-Za-z0-9._/:@-]*)?$", example: "registry.example.org/shop:1")
    private static let quantity = TextRule(
        most: 32, pattern: "^([0-9.]+([numkMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?)?$", example: "500m")

    static let source: [Field] = [
        .text("repository", "Where to clone from, without a user name or password.", repository),
        .text("branch", "What is built and followed; main unless said.", TextRule(most: 200, pattern: "^[A-Za-z0-9._/-]*$"), like: "main"),
        .text("root_directory", "The part of the repository to build.", path),
        .flag("auto_deploy", "Whether new commits are deployed by themselves; true unless said.", like: true),
    ]

    static let build: [Field] = [
        .choice("method", methods, "How to make an image; auto looks at the code."),
        .text("dockerfile", "Its path, where it is not Dockerfile.", path, like: "deploy/Dockerfile"), .text("base_image", "node, python, shell, static, or an image.", image, like: "node"),
        .text("command", "What builds the app, with the method command.", command, like: "npm run build"),
        .text("output_directory", "What is served, with the method static.", path, like: "dist"),
        .text("image", "What runs, with the method image.", image),
        .object("plan", plan, "A pinned plan: what auto does instead of looking at the source. It is kept whole, never merged."),
    ]

    /// What a plan comes down to, in `GET apps/{app}/plan` as `recipe`.
    static let plan: [Field] = [
        .text("language", "Which base image: python, node, go, …; shell for any other, static for files.", TextRule(least: 1, most: 32), like: "node").required,
        .text("version", "Null: the usual one.", TextRule(least: 1, most: 32, pattern: "^[0-9]{1,6}([.][0-9]{1,6}){0,2}$"), like: "22").nullable,
        .list("dependencies", of: .text(path), "Files that are copied before the rest of the source, for a layer of their own.", most: 128),
        .list("install", of: .text(command), "Commands that install them.", most: 16),
        .list("build", of: .text(command), "Commands that build the source.", most: 16),
        .text("start", "What runs it, where the run settings don't say.", command).nullable,
        .text("output_directory", "The folder that is served as files, instead of starting anything.", path).nullable,
    ]

    static let run: [Field] = [
        .integer("port", 1...65_535, "Where the app listens; unless said, the image's single EXPOSE, else 8080.", like: 8080),
        .text("command", "Unless said, the Procfile's web line, else the image's own.", command),
        .integer("instances", 1...50, "How many; scaled later, not patched.", like: 1),
        .text("health_path", "Asked until it answers below 500.", TextRule(most: 200, pattern: "^(/[!-\"$-~]*)?$"), like: "/health"),
        .text("cpu", "A Kubernetes quantity, at least 10m; 500m unless said.", quantity),
        .text("memory", "A Kubernetes quantity, at least 8Mi; 512Mi unless said.", quantity, like: "512Mi"),
        .flag("read_only", "Whether the container's own file system is read-only."),
    ]

    static let creation: [Field] = [
        .text("name", "Unique in the project; it never changes.", .label, like: "shop").required,
        .object("source", all(source, but: [], required: ["repository"]), "Not needed for the method image.").nullable,
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
