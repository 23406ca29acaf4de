import ArgumentParser
import Core

struct Builds: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "From commits to images: an app's builds.",
        discussion: "  slipway builds shop\n  slipway builds show 0198f3c4-…\n  slipway logs shop --build 0198f3c4-…",
        subcommands: [List.self, Show.self, Stop.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The builds, newest first.", discussion: "  slipway builds list shop --limit 5")
        @OptionGroup var app: AppChoice
        @Option(name: .shortAndLong, help: "How many.") var limit = 20
        @OptionGroup var output: Output

        func run() async throws {
            let api = try APIClient()
            let found = try await app.find(api)
            let items = try await api.all("apps/\(found.text("id"))/builds", atMost: max(1, limit))
            if output.json { return Terminal.json(.array(items)) }
            guard !items.isEmpty else { return Terminal.say("  Nothing was built for \(found.text("name")) yet.  slipway deploy \(found.text("name"))") }
            var table = Table(["build", "status", "commit", "method", "took", "begun"])
            for item in items {
                let took = Words.between(item["started_at"]?.string, item["finished_at"]?.string).map(Words.span) ?? "–"
                table.add(
                    Span(item.text("id")), Looks.status(item.text("status")), Span(Words.commit(item)),
                    Span(item["plan"]?["method"]?.string ?? item.text("method")), Span(took), Span(Words.ago(item["created_at"]?.string)))
            }
            table.show()
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A build with its plan.", discussion: "  slipway builds show 0198f3c4-…")
        @Argument(help: "Its id.") var id: String
        @OptionGroup var output: Output

        func run() async throws {
            let build = try await advising(404, "slipway builds APP") { try await APIClient().get("builds/\(APIClient.escape(id))") }
            if output.json { return Terminal.json(build) }
            let took = Words.between(build["started_at"]?.string, build["finished_at"]?.string).map(Words.span) ?? ""
            Terminal.fact("build", Span(build.text("id")))
            Terminal.fact("source", Span("\(build["branch"]?.string.map { "\($0)  " } ?? "")\(Words.commit(build))"))
            if let plan = DeploymentAccount.plan(build["plan"]) { Terminal.fact("plan", Span(plan)) }
            let steps = (build["steps_total"]?.int ?? 0) > 0 ? "  \(build["steps_done"]?.int ?? 0)/\(build["steps_total"]?.int ?? 0)" : ""
            Terminal.fact("status", Looks.status(build.text("status")), Span("\(steps)  \(took)  begun \(Words.ago(build["created_at"]?.string))"))
            if let image = build["image"]?.string { Terminal.fact("image", Span(image)) }
            guard let failure = build["failure"], !failure.isNull else { return }
            for line in DeploymentAccount.Ending.lines(failure, app: "APP").prefix(6) { Terminal.say(line) }
        }
    }

    struct Stop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel", abstract: "Stop a build that has not ended; its deployment is cancelled.", discussion: "  slipway builds cancel 0198f3c4-…")
        @Argument(help: "Its id.") var id: String
        @OptionGroup var output: Output

        func run() async throws {
            let build = try await advising(404, "slipway builds APP") { try await APIClient().post("builds/\(APIClient.escape(id))/cancel") }
            if output.json { return Terminal.json(build) }
            Terminal.say("  The build of \(build.text("commit").prefix(7)) is \(build.text("status")).")
        }
    }
}
