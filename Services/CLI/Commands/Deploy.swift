import ArgumentParser
import Core

struct Deploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Build what the branch has now, run it, and follow it until it serves.",
        discussion: "Ends with 0 when the new release was observed to serve, and with 1 when it was not: the old one keeps serving then.")
    @Argument(help: "The app.") var app: AppReference
    @Option(help: "A commit instead of the branch's newest.") var commit: String?
    @Option(help: "Another branch, this once.") var branch: String?
    @Flag(help: "Also when this commit is held back.") var force = false
    @Flag(help: "Don't show the build's own output.") var quiet = false
    @Flag(help: "Don't wait for the end.") var detach = false
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let app = try await app.find(api)
        var body: JSONValue = [:]
        if let commit { body["commit"] = .string(commit) }
        if let branch { body["branch"] = .string(branch) }
        if force { body["force"] = true }
        let deployment = try await api.post("apps/\(app.text("id"))/deployments", body)
        if detach {
            if output.json { return Terminal.json(deployment) }
            return Terminal.line("  Deployment \(deployment["number"]?.int ?? 0) is on its way.  slipway timeline \(app.text("name"))")
        }
        try await DeploymentFollower(api: api, app: app, json: output.json, quiet: quiet).follow(deployment)
    }
}

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an earlier release live again: image and variables return, nothing is built.",
        discussion: "Pushes stay off afterwards until:  slipway apps set APP --auto-deploy on")
    @Argument(help: "The app.") var app: AppReference
    @Argument(help: "The number of the deployment to go back to; the last good one when left out.") var number: Int?
    @Flag(help: "Don't ask.") var yes = false
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let app = try await app.find(api)
        let deployments = try await api.get("apps/\(app.text("id"))/deployments?limit=200")["items"]?.array ?? []
        let current = app["current_deployment_id"]?.string
        let candidates = deployments.filter {
            ($0["release"]?.int ?? 0) > 0 && $0["id"]?.string != current && ["superseded", "live"].contains($0.text("status"))
        }
        let target = number.map { number in candidates.first { $0["number"]?.int == Int64(number) } } ?? candidates.first
        guard let target else {
            throw CLIError(
                message: number.map { "Deployment \($0) never served, so there is nothing to go back to." } ?? "No earlier release ever served.",
                advice: "slipway deployments \(app.text("name"))")
        }
        let live = deployments.first { $0["id"]?.string == current }
        func describe(_ deployment: JSONValue?) -> String {
            guard let deployment else { return "nothing" }
            return "#\(deployment["number"]?.int ?? 0) (\(deployment["commit"]?.string.map { "\($0.prefix(7)), " } ?? "")config \(deployment["config"]?.int ?? 0))"
        }
        if !output.json {
            try Terminal.confirm("\(app.text("name")) goes from \(describe(live)) back to \(describe(target)).", yes: yes)
        }
        let deployment = try await api.post("deployments/\(target.text("id"))/rollback")
        try await DeploymentFollower(api: api, app: app, json: output.json, quiet: true).follow(deployment)
        if !output.json { Terminal.line("            pushes stay off until:  slipway apps set \(app.text("name")) --auto-deploy on") }
    }
}

struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop a deployment that is not live yet; the old release keeps serving.")
    @Argument(help: "The app.") var app: AppReference
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let app = try await app.find(api)
        let deployments = try await api.get("apps/\(app.text("id"))/deployments?limit=10")["items"]?.array ?? []
        let running = deployments.filter { ["pending", "building", "deploying"].contains($0.text("status")) }
        guard !running.isEmpty else { throw CLIError(message: "No deployment of \(app.text("name")) is on its way.") }
        for deployment in running {
            let cancelled = try await api.post("deployments/\(deployment.text("id"))/cancel")
            if output.json { Terminal.json(cancelled) } else { Terminal.line("  Deployment \(cancelled["number"]?.int ?? 0) is cancelled.") }
        }
    }
}
