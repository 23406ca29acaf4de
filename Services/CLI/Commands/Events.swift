import ArgumentParser
import Core
import Foundation

struct Events: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What happens, as it happens: deployments, builds and apps as they change.",
        discussion: """
              slipway events shop
              slipway events --json | jq -r .status
              slipway events shop --after 120

            Times are UTC. A connection that breaks goes on where it was.
            """)
    @Argument(help: "Of one app only.") var app: AppReference?
    @Option(help: "Of one project only.", completion: Completions.projects) var project: String?
    @Option(help: ArgumentHelp("From after this event on, by its number (with an app or a project).", valueName: "number")) var after: Int?
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        var query: [String] = []
        var names: [String: String] = [:]
        if let app {
            let found = try await app.find(api)
            names[found.text("id")] = found.text("name")
            query.append("app=\(found.text("id"))")
        }
        if let project { query.append("project=\(APIClient.escape(project))") }
        if app == nil { for app in try await api.all("apps") { names[app.text("id")] = app.text("name") } }
        let known = names
        let json = output.json
        try await api.follow("events" + (query.isEmpty ? "" : "?" + query.joined(separator: "&")), from: after.map(String.init)) { event in
            if event.name == "reset" {
                if !json { Terminal.say(Span("  Events before this are not kept any more.", .yellow)) }
                return true
            }
            guard let body = try? JSONValue(parsing: event.data) else { return true }
            if json {
                var line = body
                if let id = event.id { line["id"] = .string(id) }
                Terminal.jsonLine(line)
            } else {
                Terminal.say(Self.line(body, names: known))
            }
            return true
        }
    }

    static func line(_ event: JSONValue, names: [String: String]) -> [Span] {
        let app = event["app_id"]?.string ?? ""
        func column(_ text: String, _ width: Int) -> String { text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0) }
        let kind = event.text("type")
        let id = (kind == "build" ? event["build_id"] : event["deployment_id"])?.string ?? ""
        return [
            Span("  \(Words.clock(event["time"]?.string))  ", .dim), Span(column(names[app] ?? app, 20) + "  " + column(kind, 10) + "  "),
            Looks.status(event.text("status")), Span(id.isEmpty ? "" : "  \(id)", .dim),
        ]
    }
}
