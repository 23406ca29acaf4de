import ArgumentParser
import Core

struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "How an app is: what serves, and on how many instances.")
    @Argument(help: "The app; all of them when left out.") var app: AppReference?
    @OptionGroup var output: Output

    func run() async throws {
        guard let app else {
            let list = try Apps.List.parse(output.json ? ["--json"] : [])
            return try await list.run()
        }
        let api = try APIClient()
        let found = try await app.find(api)
        let id = found.text("id")
        let instances = try await api.get("apps/\(id)/instances")["items"]?.array ?? []
        let currentID = found["current_deployment_id"]?.string
        let current = if let currentID { try await api.get("deployments/\(currentID)") } else { JSONValue.null }
        if output.json {
            var all = found
            all["instance_list"] = .array(instances)
            return Terminal.json(all)
        }
        let serving = instances.filter { $0["state"]?.string == "serving" }.count
        var table = Table()
        table.add(
            Terminal.styled(found.text("name"), .bold), found.text("status"), current["number"]?.int.map { "#\($0)" } ?? "",
            "\(serving) of \(Words.count(found["instances"]?.int ?? 0, "instance"))", found.text("url"), Words.commit(current),
            Words.ago(current["finished_at"]?.string))
        table.show()
        let latest = found["latest_deployment"]
        if let latest, latest["id"]?.string != currentID, !latest.isNull {
            Terminal.line("  the latest deployment is \(latest.text("status")):  slipway timeline \(found.text("name"))")
        }
        if let held = found["held_commit"]?.string {
            Terminal.line("  \(held.prefix(7)) is held back: a newer commit lifts it, or  slipway deploy \(found.text("name")) --force")
        }
        guard !instances.isEmpty else { return }
        var rows = Table(["instance", "state", "since", "restarts"])
        for instance in instances {
            rows.add(instance.text("name"), instance.text("state"), Words.ago(instance["created_at"]?.string), "\(instance["restarts"]?.int ?? 0)")
        }
        rows.show()
    }
}

struct Deployments: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "What was deployed, newest first.")
    @Argument(help: "The app.") var app: AppReference
    @Option(name: .shortAndLong, help: "How many.") var limit = 20
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let id = try await app.find(api).text("id")
        let items = try await api.get("apps/\(id)/deployments?limit=\(limit)")["items"]?.array ?? []
        if output.json { return Terminal.json(.array(items)) }
        guard !items.isEmpty else { return Terminal.line("  \(app.text) was never deployed.  slipway deploy \(app.text)") }
        var table = Table()
        for item in items {
            let took = Words.between(item["created_at"]?.string, item["finished_at"]?.string).map(Words.span) ?? "–"
            let why = item["failure"]?["message"]?.string.map { Terminal.safe($0) } ?? Words.ago(item["created_at"]?.string)
            table.add("\(item["number"]?.int ?? 0)", item.text("status"), Words.commit(item), took, item.text("trigger"), why)
        }
        table.show()
    }
}

struct Timeline: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "The steps of a deployment, with their times.")
    @Argument(help: "The app.") var app: AppReference
    @Argument(help: "The deployment's number; the latest when left out.") var number: Int?
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let id = try await app.find(api).text("id")
        let items = try await api.get("apps/\(id)/deployments?limit=200")["items"]?.array ?? []
        guard let deployment = number.map({ number in items.first { $0["number"]?.int == Int64(number) } }) ?? items.first else {
            throw CLIError(message: number.map { "\(app.text) has no deployment \($0)." } ?? "\(app.text) was never deployed.", advice: "slipway deploy \(app.text)")
        }
        let timeline = try await api.get("deployments/\(deployment.text("id"))/timeline")
        if output.json { return Terminal.json(timeline) }
        var table = Table()
        for step in timeline["items"]?.array ?? [] {
            let time = step["started_at"]?.string.map { String($0.dropFirst(11).prefix(12)) } ?? "            "
            let took = Words.between(step["started_at"]?.string, step["finished_at"]?.string).map(Words.span) ?? ""
            table.add(time, step.text("step"), step.text("state"), took, Terminal.safe(step.text("detail")))
        }
        table.show()
        if let failure = deployment["failure"], !failure.isNull { Terminal.fact("why", Terminal.safe(failure.text("message"))) }
    }
}
