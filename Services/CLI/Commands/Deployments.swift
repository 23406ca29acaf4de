import ArgumentParser
import Core

struct Deployments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "What was deployed, newest first.", discussion: "  slipway deployments shop --limit 5")
    @OptionGroup var app: AppChoice
    @Option(name: .shortAndLong, help: "How many.") var limit = 20
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let found = try await app.find(api)
        let items = try await api.all("apps/\(found.text("id"))/deployments", atMost: max(1, limit))
        if output.json { return Terminal.json(.array(items)) }
        guard !items.isEmpty else { return Terminal.say("  \(found.text("name")) was never deployed.  slipway deploy \(found.text("name"))") }
        let me = try? await api.get("auth/me")["account"]?["id"]?.string
        var table = Table()
        for item in items {
            let took = Words.between(item["created_at"]?.string, item["finished_at"]?.string).map(Words.span) ?? "–"
            let why = item["failure"]?["message"]?.string ?? Words.ago(item["created_at"]?.string)
            table.add(
                Span("\(item["number"]?.int ?? 0)"), Looks.status(item.text("status")), Span(Words.commit(item)), Span(took),
                Span(Words.cause(item, me: me)), Span(why))
        }
        table.show()
    }
}

struct Timeline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The steps of a deployment, with their times (UTC).", discussion: "  slipway timeline shop\n  slipway timeline shop 5")
    @OptionGroup var app: AppChoice
    @Argument(help: "The deployment's number; the latest when left out.") var number: Int?
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let (choice, number) = try app.apart(from: number)
        let app = try await choice.find(api)
        let name = app.text("name")
        let items = try await api.all("apps/\(app.text("id"))/deployments", atMost: number == nil ? 1 : 1000)
        guard let deployment = number.map({ number in items.first { $0["number"]?.int == Int64(number) } }) ?? items.first else {
            throw CLIError(
                message: number.map { "\(name) has no deployment \($0)." } ?? "\(name) was never deployed.",
                advice: number == nil ? "slipway deploy \(name)" : "slipway deployments \(name)")
        }
        let timeline = try await api.get("deployments/\(deployment.text("id"))/timeline")
        if output.json { return Terminal.json(timeline) }
        let me = try? await api.get("auth/me")["account"]?["id"]?.string
        let serving = app["current_deployment_id"]?.string
        let current = serving == nil || serving == deployment["id"]?.string ? nil : try? await api.get("deployments/\(serving ?? "")")
        Self.table(of: timeline["items"]?.array ?? [], deployment, serving: current, held: app["held_commit"]?.string, me: me).show()
    }

    static func table(of steps: [JSONValue], _ deployment: JSONValue, serving: JSONValue?, held: String?, me: String?) -> Table {
        var table = Table()
        func row(_ time: JSONValue?, _ word: Span, _ text: String) { table.add(Span(Words.clock(time?.string), .dim), word, Span(text)) }
        row(deployment["created_at"], "requested", Words.request(deployment, me: me))
        var skipped = ""
        for step in steps where step.text("state") != "pending" {
            let (state, detail) = (step.text("state"), step.text("detail"))
            if state == "skipped" {
                // One sentence for all that there was nothing to do in.
                if detail != skipped { row(step["started_at"]?.string == nil ? deployment["created_at"] : step["started_at"], Looks.step(step), DeploymentAccount.bare(detail)) }
                skipped = detail
                continue
            }
            let took = Words.between(step["started_at"]?.string, step["finished_at"]?.string).map { "   \(Words.span($0))" } ?? ""
            let again = (step["attempt"]?.int ?? 1) > 1 ? "   attempt \(step["attempt"]?.int ?? 1)" : ""
            row(step["started_at"], Looks.step(step), (detail.isEmpty ? state : DeploymentAccount.bare(detail)) + took + again)
        }
        guard let finished = deployment["finished_at"], !finished.isNull else { return table }
        let status = deployment.text("status")
        let returned = serving.map { "#\($0["number"]?.int ?? 0) is serving" }
        switch status {
        case "failed":
            let isHeld = held != nil && held == deployment["commit"]?.string
            let why = deployment["failure"]?.text("message") ?? ""
            if !steps.contains(where: { $0.text("detail") == why }) { row(finished, Looks.status("failed"), why) }
            if let returned {
                row(finished, "returned", returned + (isHeld ? "; \(held?.prefix(7) ?? "") is held back (a newer commit, or --force, lifts it)" : ""))
            }
        case "live": row(finished, Looks.status("live"), deployment.text("url"))
        default: row(finished, Looks.status(status), [deployment["cancel_reason"]?.string?.replacing("_", with: " "), returned].compactMap { $0 }.joined(separator: "; "))
        }
        return table
    }
}

extension Looks {
    static func step(_ step: JSONValue) -> Span {
        Span(step.text("step"), ["failed": .red, "running": .yellow, "skipped": .dim][step.text("state")])
    }
}

extension Words {
    /// Who brought it about: `you`, `push`.
    static func cause(_ deployment: JSONValue, me: String?) -> String {
        switch deployment.text("trigger") {
        case "push", "poll": "push"
        case "manual": me != nil && deployment["requested_by"]?.string == me ? "you" : "by hand"
        case "rollback": deployment["rollback_of"]?.int.map { "back to #\($0)" } ?? "rollback"
        case "config": "variables"
        default: deployment.text("trigger")
        }
    }

    /// The same as a sentence.
    static func request(_ deployment: JSONValue, me: String?) -> String {
        let who = me != nil && deployment["requested_by"]?.string == me ? "by you" : "by another member"
        let commit = deployment["commit"]?.string.map { "  \($0.prefix(7))" } ?? ""
        let branch = deployment["branch"]?.string ?? ""
        switch deployment.text("trigger") {
        case "push", "poll": return "push to \(branch)\(commit)"
        case "rollback": return "back to \(deployment["rollback_of"]?.int.map { "#\($0)" } ?? "an earlier release") \(who)"
        case "config": return "new variables \(who)"
        default: return "\(branch.isEmpty ? "" : "\(branch) ")\(who)\(commit)"
        }
    }
}
