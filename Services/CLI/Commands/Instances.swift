import ArgumentParser
import Core

struct Instances: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "An app's running containers, and what they use.",
        discussion: "  slipway instances shop\n\nmemory is what is used of the limit; cpu is a share of one core.")
    @OptionGroup var app: AppChoice
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        let instances = try await api.get("apps/\(found.text("id"))/instances")["items"]?.array ?? []
        if output.json { return Terminal.json(.array(instances)) }
        guard !instances.isEmpty else {
            let name = found.text("name")
            let isStopped = found["instances"]?.int == 0
            return Terminal.say("  Nothing of \(name) runs.  \(isStopped ? "slipway scale \(name) 1" : "slipway status \(name)")")
        }
        Self.table(of: instances).show()
    }

    static func table(of instances: [JSONValue]) -> Table {
        guard !instances.isEmpty else { return Table() }
        var table = Table(["instance", "state", "since", "restarts", "cpu", "memory"])
        for instance in instances {
            let usage = instance["usage"]
            table.add(
                Span(instance.text("name")), Looks.status(instance.text("state")), Span(since(instance["created_at"]?.string)),
                Span("\(instance["restarts"]?.int ?? 0)"), Span(usage?["cpu_millicores"]?.int.map { "\(($0 + 5) / 10) %" } ?? "–"),
                Span(usage?["memory_bytes"]?.int.map { Words.size($0, of: usage?["memory_limit_bytes"]?.int) } ?? "–"))
        }
        return table
    }

    private static func since(_ time: String?) -> String {
        time.flatMap { Timestamp(rfc3339: $0) }.map { Words.span(Timestamp.now() - $0) } ?? "–"
    }
}

struct Releases: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What can be gone back to: each image with its variables, newest first.", discussion: "  slipway releases shop")
    @OptionGroup var app: AppChoice
    @Option(name: .shortAndLong, help: "How many.") var limit = 20
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        let items = try await api.all("apps/\(found.text("id"))/releases", atMost: max(1, limit))
        if output.json { return Terminal.json(.array(items)) }
        guard !items.isEmpty else { return Terminal.say("  \(found.text("name")) has no release yet.  slipway deploy \(found.text("name"))") }
        var table = Table(["release", "commit", "image", "config", "made", ""])
        for item in items {
            let image = item.text("image")
            let digest = image.split(separator: "@").last.map { String($0.prefix(19)) } ?? image
            table.add(
                Span("#\(item["number"]?.int ?? 0)"), Span(item["commit"]?.string.map { String($0.prefix(7)) } ?? "–"), Span(digest),
                Span("\(item["config"]?.int ?? 0)"), Span(Words.ago(item["created_at"]?.string)),
                item["serving"]?.bool == true ? Span("serving", .green) : "")
        }
        table.show()
    }
}
