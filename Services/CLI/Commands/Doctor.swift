import ArgumentParser
import Core

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How the installation is, and what to do about it.",
        discussion: "Every process of every service is asked what it finds. Ends with 1 when something fails.")
    @Flag(help: "Only what is not well.") var problems = false
    @OptionGroup var output: Output

    func run() async throws {
        let report: JSONValue
        do {
            report = try await APIClient().get("admin/doctor")
        } catch let error as CLIError {
            guard error.isPassing else { throw error }
            report = Self.closed(error)
        }
        if output.json { Terminal.json(report) } else { show(report) }
        if report.text("state") == "fail" { throw ExitCode(ExitStatus.failed.rawValue) }
    }

    /// The door itself is shut: nobody can be asked, so this is the finding.
    static func closed(_ error: CLIError) -> JSONValue {
        let isRefused = error.status == nil
        let message =
            isRefused ? error.message : "The door answers, but can't ask who you are: \(error.message) NATS, Postgres or the user service is away."
        let check: JSONValue = [
            "service": "gateway", "replica": .null, "name": "door", "state": "fail", "message": .string(message),
            "advice": "on the machine of the platform:  make status   says what runs;  make run   brings back what does not",
        ]
        return ["state": "fail", "items": [check]]
    }

    private func show(_ report: JSONValue) {
        let items = report["items"]?.array ?? []
        for line in Self.lines(items, problems: problems) { Terminal.say(line) }
        let (failed, warned) = (Self.count("fail", items), Self.count("warn", items))
        Terminal.line()
        switch (failed, warned) {
        case (0, 0): Terminal.line("  All is well: \(items.count) checks.")
        case (0, _): Terminal.line("  \(warned) of \(items.count) checks warn.")
        default: Terminal.line("  \(failed) of \(items.count) checks fail\(warned > 0 ? ", \(warned) warn" : "").")
        }
    }

    /// A block a service; of what is well, one process speaks for all.
    static func lines(_ items: [JSONValue], problems: Bool) -> [[Span]] {
        var services: [String] = []
        for item in items where !services.contains(item.text("service")) { services.append(item.text("service")) }
        var lines: [[Span]] = []
        for service in services {
            let own = items.filter { $0.text("service") == service && (!problems || $0.text("state") != "ok") }
            guard !own.isEmpty else { continue }
            lines.append([Span("  " + service, .bold)])
            var seen: Set<String> = []
            for item in own {
                let (state, name, replica) = (item.text("state"), item.text("name"), item.text("replica"))
                guard state != "ok" || seen.insert(name).inserted else { continue }
                let who = state == "ok" || replica.isEmpty ? "" : replica + ": "
                lines.append([Span("    "), mark(state), Span("  \(pad(name, 11))  \(who)\(item.text("message"))")])
                if let advice = item["advice"]?.string { lines.append([Span("          \(pad("", 11))  do: \(advice)", .dim)]) }
            }
        }
        return lines
    }

    private static func count(_ state: String, _ items: [JSONValue]) -> Int { items.filter { $0.text("state") == state }.count }

    private static func mark(_ state: String) -> Span {
        Span(pad(state, 4), state == "ok" ? .green : state == "warn" ? .yellow : .red)
    }

    private static func pad(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }
}
