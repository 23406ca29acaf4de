import ArgumentParser
import Core

struct Disk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What takes the installation's disk: images by app, registry, engine, databases.",
        discussion: "`own` is what an app alone takes, and what deleting it frees; `shared` it has in common with others.")
    @Flag(help: "Remove what nothing needs first.") var collect = false
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        if collect { try await CollectionFollower(api: api, isQuiet: output.json).run() }
        let disk = try await api.get("admin/disk")
        if output.json { return Terminal.json(disk) }
        showApps(disk["apps"]?.array ?? [])
        var table = Table()
        let (registry, engine) = (disk["registry"], disk["engine"])
        table.add("registry", Words.size(registry?["disk"]?.int ?? registry?["images"]?.int), "images \(Words.size(registry?["images"]?.int))")
        table.add("engine", Words.size(engine?["images"]?.int), "build cache \(Words.size(engine?["build_cache"]?.int))")
        for database in disk["databases"]?.array ?? [] {
            let largest = database["tables"]?.array?.first
            let note = largest.map { "\(Terminal.safe($0.text("name"))) \(Words.size($0["bytes"]?.int))" } ?? ""
            table.add("\(database.text("service")) database", Words.size(database["bytes"]?.int), note)
        }
        table.add("free", Words.size(disk["free"]?.int), "of \(Words.size(disk["total"]?.int))")
        table.show()
        for sentence in disk["missing"]?.array?.compactMap(\.string) ?? [] { Terminal.line("  not measured: \(Terminal.safe(sentence))") }
        if let last = disk["last_collection"], !last.isNull { Terminal.line("  last collected \(Words.ago(last["finished_at"]?.string)); again:  slipway admin collect") }
    }

    private func showApps(_ apps: [JSONValue]) {
        guard !apps.isEmpty else { return }
        var table = Table(["app", "images", "registry own", "shared", "engine own", "shared"])
        for app in apps {
            let name = app.text("app").isEmpty ? app.text("app_id") : "\(app.text("project"))/\(app.text("app"))"
            table.add(
                Terminal.safe(name), "\(app["images"]?.int ?? 0)", Words.size(app["registry_own"]?.int), Words.size(app["registry_shared"]?.int),
                Words.size(app["engine_own"]?.int), Words.size(app["engine_shared"]?.int))
        }
        table.show()
        Terminal.line()
    }
}

struct Collect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Remove images that nothing needs, from the engine and the registry, and say what that freed.",
        discussion: "It happens by itself every hour. What runs, what is on its way and the latest releases of each app stay.")
    @OptionGroup var output: Output

    func run() async throws {
        let collection = try await CollectionFollower(api: try APIClient(), isQuiet: output.json).run()
        if output.json { Terminal.json(collection) }
    }
}

/// Asks for a collection and tells how it goes.
struct CollectionFollower {
    let api: APIClient
    let isQuiet: Bool

    @discardableResult
    func run() async throws -> JSONValue {
        var collection = try await api.post("admin/collections")
        let id = collection.text("id")
        var told = ""
        while ["queued", "running"].contains(collection.text("status")) {
            let phase = collection["phase"]?.string ?? ""
            if !isQuiet, !phase.isEmpty, phase != told { Terminal.fact("collect", Span(phase)) }
            told = phase
            try await Task.sleep(for: .milliseconds(300))
            collection = try await api.get("admin/collections/\(id)")
        }
        guard collection.text("status") == "succeeded" else {
            throw CLIError(message: "Nothing more was collected: \(collection.text("message"))", advice: "slipway admin collect")
        }
        if !isQuiet { tell(collection) }
        return collection
    }

    private func tell(_ collection: JSONValue) {
        let images = collection["registry_images"]?.int ?? 0
        if let before = collection["registry_before"]?.int, let after = collection["registry_after"]?.int {
            let freed = Words.size(max(0, before - after))
            Terminal.fact("registry", Span("\(Words.count(images, "image")) removed, \(freed) freed; \(Words.size(after)) are left", .green))
        } else {
            Terminal.fact("registry", Span("\(Words.count(images, "image")) removed; whoever runs the registry sweeps it", .green))
        }
        let engine = collection["engine_images"]?.int ?? 0
        Terminal.fact("engine", Span("\(Words.count(engine, "image")) removed, \(Words.size(collection["engine_freed"]?.int)) freed", .green))
    }
}
