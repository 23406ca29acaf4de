import ArgumentParser
import Core

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How an app is: what serves, and on how many instances.",
        discussion: """
              slipway status shop
              slipway status shop --watch

            Without an app, and in a folder that is none: all of them. cpu is a share of one core.
            """)
    @OptionGroup var app: AppChoice
    @Flag(name: .shortAndLong, help: "Stay, and show each change as it comes.") var watch = false
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found: JSONValue?
        if app.app == nil { found = try await AppChoice.implied(api) } else { found = try await app.find(api) }
        guard !watch else { return try await StatusWatch(api: api, app: found, json: output.json).run() }
        let view = try await StatusView(found, api)
        if output.json { return Terminal.json(view.json) }
        for line in view.lines(width: Terminal.isInteractive ? Terminal.size.columns : nil) { Terminal.say(line) }
    }
}

/// An app, or all of them, at one moment.
struct StatusView: Sendable {
    var app: JSONValue
    var current: JSONValue = .null
    var latest: JSONValue = .null
    var instances: [JSONValue] = []
    var all: [JSONValue] = []

    init(_ app: JSONValue?, _ api: APIClient) async throws {
        guard let app else {
            self.app = .null
            all = try await api.all("apps")
            return
        }
        let id = app.text("id")
        self.app = try await api.get("apps/\(id)")
        instances = try await api.get("apps/\(id)/instances")["items"]?.array ?? []
        if let serving = self.app["current_deployment_id"]?.string { current = try await api.get("deployments/\(serving)") }
        if let newest = self.app["latest_deployment"]?["id"]?.string, newest != current["id"]?.string { latest = try await api.get("deployments/\(newest)") }
    }

    init(app: JSONValue, current: JSONValue, latest: JSONValue, instances: [JSONValue]) {
        (self.app, self.current, self.latest, self.instances) = (app, current, latest, instances)
    }

    var json: JSONValue {
        guard !app.isNull else { return .array(all) }
        var json = app
        json["instance_list"] = .array(instances)
        json["current_deployment"] = current
        return json
    }

    func lines(width: Int?) -> [[Span]] {
        guard !app.isNull else {
            return all.isEmpty ? [["  No app yet.  slipway apps create web --project … --repo https://…"]] : Apps.table(of: all).lines(width: width)
        }
        return head(width) + notes + instanceTable.lines(width: width)
    }

    private func head(_ width: Int?) -> [[Span]] {
        let serving = instances.filter { $0["state"]?.string == "serving" }.count
        var table = Table()
        let cells: [Span] = [
            Span(app.text("name"), .bold), Looks.status(app.text("status")), Span(current["number"]?.int.map { "#\($0)" } ?? ""),
            Span("\(serving) of \(Words.count(app["instances"]?.int ?? 0, "instance"))"), Span(app.text("url")),
            Span(Words.commit(current).replacing("  ", with: " ")),
            Span(current["finished_at"]?.string == nil ? "" : Words.ago(current["finished_at"]?.string)),
        ]
        table.add(cells.filter { !$0.text.isEmpty })
        return table.lines(width: width)
    }

    private var notes: [[Span]] {
        let name = app.text("name")
        var notes: [[Span]] = []
        if !latest.isNull {
            let number = latest["number"]?.int ?? 0
            switch latest.text("status") {
            case "failed":
                notes.append(["  ", Span("#\(number) failed: ", .red), Span(latest["failure"]?.text("message") ?? "")])
                if let failure = latest["failure"], let advice = Advice.on(failure, app: name) { notes.append([Span("  \(advice)")]) }
            case "pending", "building", "deploying":
                notes.append(["  ", Span("#\(number) is \(latest.text("status"))", .yellow), Span("  \(Words.commit(latest))  slipway timeline \(name) \(number)")])
            default: break
            }
        } else if current.isNull, app.text("status") == "new" {
            notes.append([Span("  Never deployed.  slipway deploy \(name)")])
        }
        if let held = app["held_commit"]?.string {
            notes.append([Span("  \(held.prefix(7)) is held back: a newer commit lifts it, or  slipway deploy \(name) --force", .yellow)])
        }
        return notes
    }

    private var instanceTable: Table { Instances.table(of: instances) }
}

/// The same, again and again: in place on a terminal; elsewhere once for each change.
struct StatusWatch {
    let api: APIClient
    let app: JSONValue?
    let json: Bool

    func run() async throws {
        let board = Board(isLive: Terminal.isInteractive && !json)
        let interrupt = Interrupt("\n", isSilent: json || !Terminal.isInteractive)
        defer { interrupt.end() }
        let (nudges, nudge) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await api.follow("events" + (app.map { "?app=\($0.text("id"))" } ?? "")) { _ in
                    nudge.yield()
                    return true
                }
            }
            group.addTask {
                // What instances use has no events.
                while true {
                    nudge.yield()
                    try await Task.sleep(for: .seconds(2))
                }
            }
            group.addTask { try await show(nudges, board) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    private func show(_ nudges: AsyncStream<Void>, _ board: Board) async throws {
        var last: [String] = []
        for await _ in nudges {
            let view: StatusView
            do {
                view = try await StatusView(app, api)
            } catch let error as CLIError {
                guard error.isPassing else { throw error }
                continue
            }
            if Terminal.isInteractive, !json {
                await board.pin(view.lines(width: Terminal.size.columns) + [[], [Span("  Ctrl-C leaves it.", .dim)]])
                continue
            }
            // Ages and figures move all the time; what is told is what happened.
            let essence = view.essence
            guard essence != last else { continue }
            last = essence
            if json { Terminal.jsonLine(view.json) } else { for line in view.lines(width: nil) { Terminal.say(line) } }
        }
    }
}

extension StatusView {
    var essence: [String] {
        let apps = app.isNull ? all : [app]
        return apps.map { "\($0.text("id")) \($0.text("status")) \($0.text("current_deployment_id")) \($0["instances"]?.int ?? 0)" }
            + [latest.text("status")] + instances.map { "\($0.text("name")) \($0.text("state")) \($0["restarts"]?.int ?? 0)" }
    }
}
