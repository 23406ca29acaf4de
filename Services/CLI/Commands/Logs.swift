import ArgumentParser
import Core

struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What an app, its builds and the platform say.")
    @Argument(help: "The app.") var app: AppReference
    @Flag(name: .shortAndLong, help: "Go on with what comes.") var follow = false
    @Option(help: "From when on: 45s, 10m, 2h, 3d or a time.") var since: String?
    @Option(help: "Only lines with this text.") var grep: String?
    @Option(help: "stdout or stderr.") var stream: String?
    @Option(name: .shortAndLong, help: "How many of the newest lines to begin with, at most 200; with --since, all.") var lines = 100
    @Option(help: "Those of one deployment, by its number.") var deployment: Int?
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        var path = "apps/\(found.text("id"))/logs"
        if let deployment {
            let items = try await api.get("apps/\(found.text("id"))/deployments?limit=200")["items"]?.array ?? []
            guard let match = items.first(where: { $0["number"]?.int == Int64(deployment) }) else {
                throw CLIError(message: "\(app.text) has no deployment \(deployment).", advice: "slipway deployments \(app.text)")
            }
            path = "deployments/\(match.text("id"))/logs"
        }
        var query = ["limit=\(min(max(lines, 1), 200))"]
        if let since { query.append("since=\(APIClient.escape(try Words.since(since)))") }
        if let grep { query.append("q=\(APIClient.escape(grep))") }
        if let stream { query.append("stream=\(APIClient.escape(stream))") }
        let question = path + "?" + query.joined(separator: "&")
        let json = output.json
        if follow {
            return try await api.follow(question) { event in
                if event.name == "log", let line = try? JSONValue(parsing: event.data) { Self.show(line, json: json) }
                return true
            }
        }
        let begin = Timestamp.now().rfc3339
        var page = try await api.get(question)
        var items = page["items"]?.array ?? []
        if items.isEmpty, Terminal.isInteractive, !json {
            Terminal.line("  No line\(grep == nil && since == nil && stream == nil ? " yet" : " is like that").")
        }
        while !items.isEmpty {
            for line in items { Self.show(line, json: json) }
            // All lines up to now: an app may talk faster than they can be read.
            guard since != nil, let last = items.last, last.text("time") <= begin, let cursor = page["next_cursor"]?.string else { return }
            page = try await api.get(question + "&cursor=\(APIClient.escape(cursor))")
            items = page["items"]?.array ?? []
        }
    }

    static func show(_ line: JSONValue, json: Bool) {
        if json { return Terminal.line(line.encoded()) }
        let time = String(line.text("time").dropFirst(11).prefix(12))
        let who = line["instance"]?.string.flatMap { $0.isEmpty ? nil : $0 } ?? line.text("source")
        let stream = line.text("stream")
        let mark = stream == "stderr" ? Terminal.styled("stderr", .yellow) : Terminal.styled("stdout", .dim)
        Terminal.line("  \(Terminal.styled(time, .dim))  \(Terminal.safe(who))  \(mark)  \(Terminal.safe(line.text("message")))")
    }
}
