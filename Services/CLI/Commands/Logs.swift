import ArgumentParser
import Core

struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What an app, its builds and the platform say (times are UTC).",
        discussion: """
              slipway logs shop -f
              slipway logs shop --since 10m --grep timeout
              slipway logs shop --deployment 7
              slipway logs shop --instance shop-7-a --stream stderr --json
            """)
    @OptionGroup var app: AppChoice
    @Flag(name: .shortAndLong, help: "Go on with what comes.") var follow = false
    @Option(help: "From when on: 45s, 10m, 2h, 3d or a time.") var since: String?
    @Option(help: "Up to when, in the same words.") var until: String?
    @Option(help: "Only lines with this text.") var grep: String?
    @Option(help: "stdout or stderr.", completion: .list(["stdout", "stderr"])) var stream: String?
    @Option(help: "build, instance or platform.", completion: .list(["build", "instance", "platform"])) var source: String?
    @Option(help: "Only those of one instance, such as shop-7-a.") var instance: String?
    @Option(name: .shortAndLong, help: "How many of the newest lines to begin with, at most 200; with --since, all.") var lines = 100
    @Option(help: "Those of one deployment, by its number.") var deployment: Int?
    @Option(help: "Those of one build, by its id.") var build: String?
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let question = try await path(api) + "?" + query().joined(separator: "&")
        let json = output.json
        if follow {
            return try await api.follow(question) { event in
                if event.name == "log", let line = try? JSONValue(parsing: event.data) { Self.show(line, json: json) }
                if event.name == "reset", let gap = try? JSONValue(parsing: event.data) { Self.showGap(gap, json: json) }
                return true
            }
        }
        let begin = Timestamp.now().rfc3339
        var page = try await api.get(question)
        var items = page["items"]?.array ?? []
        if items.isEmpty, page["has_more"]?.bool != true, Terminal.isInteractive, !json {
            Terminal.say("  No line\(grep == nil && since == nil && stream == nil ? " yet" : " is like that").")
        }
        // A search looks at a bounded number of lines for a page: an empty one may go on.
        while !items.isEmpty || page["has_more"]?.bool == true {
            Self.showGap(page, json: json)
            for line in items { Self.show(line, json: json) }
            // All lines up to now: an app may talk faster than they can be read.
            if let last = items.last, last.text("time") > begin { return }
            let isForward = since != nil || deployment != nil || build != nil
            guard isForward || items.isEmpty, page["has_more"]?.bool == true,
                let cursor = page[isForward ? "next_cursor" : "prev_cursor"]?.string
            else { return }
            page = try await api.get(question + "&cursor=\(APIClient.escape(cursor))")
            items = page["items"]?.array ?? []
        }
    }

    private func path(_ api: APIClient) async throws -> String {
        if let build { return "builds/\(APIClient.escape(build))/logs" }
        let found = try await app.find(api)
        let id = found.text("id")
        guard let deployment else { return "apps/\(id)/logs" }
        let items = try await api.all("apps/\(id)/deployments", atMost: 1000)
        guard let match = items.first(where: { $0["number"]?.int == Int64(deployment) }) else {
            throw CLIError(message: "\(found.text("name")) has no deployment \(deployment).", advice: "slipway deployments \(found.text("name"))")
        }
        return "deployments/\(match.text("id"))/logs"
    }

    private func query() throws -> [String] {
        var query = ["limit=\(min(max(lines, 1), 200))"]
        func add(_ name: String, _ value: String?) { if let value { query.append("\(name)=\(APIClient.escape(value))") } }
        add("since", try since.map { try Words.since($0) })
        add("until", try until.map { try Words.since($0, option: "--until") })
        add("q", grep)
        add("stream", stream)
        add("source", source)
        add("instance", instance)
        return query
    }

    static func show(_ line: JSONValue, json: Bool) {
        if json { return Terminal.jsonLine(line) }
        Terminal.say(spans(line))
    }

    /// Lines that were to come here have expired.
    private static func showGap(_ gap: JSONValue, json: Bool) {
        guard let missing = gap["missing"]?.int, missing > 0 else { return }
        if json { return Terminal.jsonLine(["type": "reset", "missing": .int(missing)]) }
        Terminal.say([Span("  … \(Words.count(missing, "line")) before this are no longer kept", .dim)])
    }

    static func spans(_ line: JSONValue) -> [Span] {
        let who = line["instance"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? line.text("source")
        let stream = line.text("stream")
        return [
            Span("  \(Words.clock(line["time"]?.string))  ", .dim), Span("\(who)  "), Span(stream, stream == "stderr" ? .yellow : .dim),
            Span("  \(line.text("message"))"), Span(line["partial"]?.bool == true ? "↩" : "", .dim),
        ]
    }
}
