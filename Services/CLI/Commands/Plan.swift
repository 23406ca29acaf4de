import ArgumentParser
import Core

struct Plan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "How an app's source would be built, and which file says so.",
        discussion: """
            Looks at the source now and builds nothing. --pin keeps what it says: the next builds do
            that instead of looking again, until --unpin. A Dockerfile of the source always wins.

              slipway plan shop
              slipway plan shop --branch dev --dockerfile
              slipway plan shop --pin
            """)
    @OptionGroup var app: AppChoice
    @Option(help: "Another branch than the app's.") var branch: String?
    @Option(help: "A commit, in full.") var commit: String?
    @Flag(help: "Show the Dockerfile that is written.") var dockerfile = false
    @Flag(help: "Keep this plan for the next builds.") var pin = false
    @Flag(help: "Look at the source again.") var unpin = false
    @OptionGroup var output: Output

    func validate() throws {
        if pin && unpin { throw ValidationError("--pin and --unpin are opposites: say one of them.") }
    }

    func run() async throws {
        let api = try APIClient()
        let app = try await app.find(api)
        let name = app.text("name"), path = "apps/\(app.text("id"))"
        if unpin {
            let changed = try await api.patch(path, ["build": ["plan": .null]])
            if output.json { return Terminal.json(changed) }
            return Terminal.line("  Unpinned. The next build looks at the source:  slipway plan \(name)")
        }
        let query = [("branch", branch), ("commit", commit)].compactMap { key, value in value.map { "\(key)=\(APIClient.escape($0))" } }
        let plan = try await api.get("\(path)/plan" + (query.isEmpty ? "" : "?" + query.joined(separator: "&")))
        if pin {
            guard let recipe = plan["recipe"], !recipe.isNull else {
                throw CLIError(message: "There is nothing to pin: \(plan.text("because")) says how \(name) is built.")
            }
            _ = try await api.patch(path, ["build": ["plan": recipe]])
        }
        if output.json { return Terminal.json(plan) }
        if dockerfile { return showDockerfile(plan) }
        show(plan, name)
        if pin { Terminal.fact("pinned", Span("the next builds do this, until:  slipway plan \(name) --unpin")) }
    }

    private func showDockerfile(_ plan: JSONValue) {
        guard plan["generated"]?.bool == true else { return Terminal.line("  \(plan.text("dockerfile")) of the source is built as it is.") }
        for line in plan.text("dockerfile").split(separator: "\n") { Terminal.line(String(line)) }
    }

    private func show(_ plan: JSONValue, _ name: String) {
        if let commit = plan["commit"]?.string { Terminal.fact("commit", Span("\(commit.prefix(7))\(plan["branch"]?.string.map { "  \($0)" } ?? "")")) }
        Terminal.fact("plan", Span(DeploymentAccount.plan(plan) ?? ""))
        let decisions = plan["decisions"]?.array ?? []
        if !decisions.isEmpty {
            Terminal.line()
            var table = Table(["what", "value", "decided by"])
            for decision in decisions {
                let guess = decision["guess"]?.bool == true ? "  (a guess)" : ""
                table.add(decision.text("what"), decision.text("value"), decision.text("because") + guess)
            }
            table.show()
        }
        let notes = (plan["notes"]?.array ?? []).compactMap(\.string)
        if !notes.isEmpty { Terminal.line() }
        for note in notes { Terminal.fact("note", Span(note, .yellow)) }
        if decisions.contains(where: { $0["guess"]?.bool == true }) {
            Terminal.fact("do", Span("if a guess is wrong:  slipway apps set \(name) --command …   --build-command …   --output …"))
        }
    }
}
