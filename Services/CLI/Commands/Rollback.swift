import ArgumentParser
import Core

struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make an earlier release live again: image and variables return, nothing is built.",
        discussion: """
              slipway rollback shop
              slipway rollback shop 6 --yes

            Pushes stay off afterwards until:  slipway apps set APP --auto-deploy on
            """)
    @OptionGroup var app: AppChoice
    @Argument(help: "The number of the deployment to go back to; the last good one when left out.") var number: Int?
    @Flag(help: "Don't ask.") var yes = false
    @OptionGroup var output: Output

    func run() async throws {
        let api = try APIClient()
        let (choice, number) = try app.apart(from: number)
        let app = try await choice.find(api, guesses: false)
        let name = app.text("name")
        let deployments = try await api.all("apps/\(app.text("id"))/deployments", atMost: 1000)
        let current = app["current_deployment_id"]?.string
        let live = deployments.first { $0["id"]?.string == current }
        let target = try Self.target(number, deployments, live: live, name: name)
        if !output.json || !yes {
            try Question.confirm("\(name) goes from \(Self.describe(live)) back to \(Self.describe(target)).", yes: yes)
        }
        let deployment = try await api.post("deployments/\(target.text("id"))/rollback")
        let branch = app["source"]?["branch"]?.string
        let follows = app["source"]?["auto_deploy"]?.bool == true
        let after = follows ? "pushes\(branch.map { " to \($0)" } ?? "") stay off until:  slipway apps set \(name) --auto-deploy on" : ""
        try await DeploymentFollower(api: api, app: app, json: output.json, quiet: true, onlyEnd: true, after: after).follow(deployment)
    }

    /// The deployment whose release returns: the one that was asked for, or the newest that served before.
    static func target(_ number: Int?, _ deployments: [JSONValue], live: JSONValue?, name: String) throws -> JSONValue {
        let candidates = deployments.filter { deployment in
            (deployment["release"]?.int ?? 0) > 0 && deployment["id"] != live?["id"] && ["superseded", "live"].contains(deployment.text("status"))
        }
        guard let number else {
            // A release that is the live one already is no way back: neither a rollback to it, nor a twin of it.
            let other = candidates.first { $0["release"] != live?["release"] && $0["image_removed_at"]?.string == nil }
            guard let other else { throw CLIError(message: "No earlier release of \(name) ever served.", advice: "slipway deployments \(name)") }
            return other
        }
        guard let known = deployments.first(where: { $0["number"]?.int == Int64(number) }) else {
            throw CLIError(message: "\(name) has no deployment \(number).", advice: "slipway deployments \(name)")
        }
        guard known["id"] != live?["id"] else { throw CLIError(message: "#\(number) is live already.", advice: "slipway deployments \(name)") }
        guard candidates.contains(known) else {
            throw CLIError(message: "#\(number) never served, so there is nothing to go back to.", advice: "slipway deployments \(name)")
        }
        return known
    }

    static func describe(_ deployment: JSONValue?) -> String {
        guard let deployment else { return "nothing" }
        let commit = deployment["commit"]?.string.map { "\($0.prefix(7)), " } ?? ""
        return "#\(deployment["number"]?.int ?? 0) (\(commit)config \(deployment["config"]?.int ?? 0))"
    }
}
