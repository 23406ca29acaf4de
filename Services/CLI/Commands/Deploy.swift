import ArgumentParser
import Core

struct Deploy: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Build what the branch has now, run it, and follow it until it serves.",
        discussion: """
              slipway deploy shop
              slipway deploy shop --commit 3f2a1c9 --quiet
              slipway deploy --json | jq -r 'select(.event == "deployment").status'

            Ends with 0 when the new release was observed to serve, and with 1 when it was not: the old one keeps
            serving then. Ctrl-C leaves the deployment going on.
            """)
    @OptionGroup var app: AppChoice
    @Option(help: "A commit instead of the branch's newest.") var commit: String?
    @Option(help: "Another branch, this once.") var branch: String?
    @Flag(help: "Also when this commit is held back.") var force = false
    @Flag(name: .shortAndLong, help: "Don't show the build's own output.") var quiet = false
    @Flag(help: "Don't wait for the end.") var detach = false
    @OptionGroup var output: Output

    func run() async throws {
        guard commit == nil || branch == nil else {
            throw CLIError(message: "A commit or a branch, not both.", advice: "slipway deploy --help", exitCode: .usage)
        }
        let api = try APIClient()
        let app = try await app.find(api)
        let name = app.text("name")
        var body: JSONValue = [:]
        if let commit { body["commit"] = .string(commit) }
        if let branch { body["branch"] = .string(branch) }
        if force { body["force"] = true }
        let deployment = try await advising(409, "see what goes on:  slipway deployments \(name)") {
            try await api.post("apps/\(app.text("id"))/deployments", body)
        }
        if detach {
            if output.json { return Terminal.json(deployment) }
            return Terminal.say("  Deployment \(deployment["number"]?.int ?? 0) is on its way.  slipway timeline \(name)")
        }
        try await DeploymentFollower(api: api, app: app, json: output.json, quiet: quiet).follow(deployment)
    }
}

struct Cancel: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Stop a deployment that is not live yet; the old release keeps serving.", discussion: "  slipway cancel shop")
    @OptionGroup var app: AppChoice
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let app = try await app.find(api)
        let deployments = try await api.get("apps/\(app.text("id"))/deployments?limit=10")["items"]?.array ?? []
        let running = deployments.filter { ["pending", "building", "deploying"].contains($0.text("status")) }
        guard !running.isEmpty else {
            throw CLIError(message: "No deployment of \(app.text("name")) is on its way.", advice: "slipway deployments \(app.text("name"))")
        }
        for deployment in running {
            let cancelled = try await api.post("deployments/\(deployment.text("id"))/cancel")
            if output.json { Terminal.jsonLine(cancelled) } else { Terminal.say("  Deployment \(cancelled["number"]?.int ?? 0) is cancelled.") }
        }
    }
}
