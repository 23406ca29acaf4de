import Core

/// What is said of a deployment while it goes on: source, plan, build, release, roll out; each once, when it is known.
actor DeploymentAccount {
    private let api: APIClient
    private let app: JSONValue
    private let board: Board
    private let output: BuildOutput
    private var told: Set<String> = []

    init(api: APIClient, app: JSONValue, board: Board, output: BuildOutput) {
        self.api = api
        self.app = app
        self.board = board
        self.output = output
    }

    func tell(_ view: DeploymentView) async throws {
        await source(view)
        await plan(view)
        await build(view)
        await release(view)
        await rollOut(view)
        await board.pin(foot(view))
    }

    private func say(_ word: String, _ text: Span...) async {
        told.insert(word)
        await board.say(Terminal.margin(word) + text, endsFoot: true)
    }

    /// With the commit's message, which is known when the build has fetched it.
    private func source(_ view: DeploymentView) async {
        guard !told.contains("source") else { return }
        if view.state(of: "resolve") == "skipped" {
            guard view.deployment.text("trigger") != "config", let image = app["build"]?["image"]?.string, view.isDone("release") else { return }
            return await say("source", "image \(image)")
        }
        let isKnown = view.build["commit_message"]?.string != nil || ["succeeded", "failed"].contains(view.state(of: "build"))
        guard view.isDone("resolve"), isKnown else { return }
        var shown = view.deployment
        if shown["commit_message"]?.string == nil { shown["commit_message"] = view.build["commit_message"] }
        let branch = view.deployment["branch"]?.string.map { " @ \($0)" } ?? ""
        await say("source", "\(Words.repository(app["source"]?["repository"]?.string ?? ""))\(branch)  \(Words.commit(shown))")
    }

    private func plan(_ view: DeploymentView) async {
        guard !told.contains("plan"), told.contains("source"), let plan = Self.plan(view.build["plan"]) else { return }
        await say("plan", "\(plan)")
        await output.begin()
    }

    /// `Node 22 · npm ci · npm run build · npm start       (package.json)`
    static func plan(_ plan: JSONValue?) -> String? {
        guard let plan, !plan.isNull else { return nil }
        let steps = plan["summary"]?.string ?? (plan["steps"]?.array ?? []).compactMap(\.string).joined(separator: " · ")
        let because = plan["because"]?.string.map { "       (\($0))" } ?? ""
        return steps.isEmpty && because.isEmpty ? nil : steps + because
    }

    private func build(_ view: DeploymentView) async {
        guard !told.contains("build"), view.isDone("build") else { return }
        if view.isReused {
            let all = (try? await api.all("apps/\(app.text("id"))/deployments", atMost: 400)) ?? []
            let before = all.last { $0["build_id"] == view.deployment["build_id"] && $0["id"] != view.deployment["id"] }
            let by = before?["number"]?.int.map { " by #\($0)" } ?? " before"
            return await say("build", "reused: \(view.deployment.text("commit").prefix(7)) was built\(by)")
        }
        await output.settle()
        let (done, total) = (view.build["steps_done"]?.int ?? 0, view.build["steps_total"]?.int ?? 0)
        let took = Words.between(view.build["started_at"]?.string, view.build["finished_at"]?.string).map(Words.span) ?? ""
        let cached = await output.cached
        let how = total > 0 ? "\(done)/\(total)  \(Words.bar(done, of: total))  " : "done  "
        await say("build", Span(how), Span(took + (cached > 0 ? "   cached \(cached) of \(total)" : "")))
    }

    private func release(_ view: DeploymentView) async {
        guard !told.contains("release"), view.isDone("release") else { return }
        let digest = view.deployment["image"]?.string?.split(separator: "@").last.map { Span.init(String($0)).cut(to: 14).text } ?? ""
        await say("release", "#\(view.deployment["release"]?.int ?? 0) = \(digest) + config \(view.deployment["config"]?.int ?? 0)")
    }

    private func rollOut(_ view: DeploymentView) async {
        guard !told.contains("roll out"), view.isDone("route") else { return }
        let took = view.time(from: "apply", to: "route").map(Words.span) ?? ""
        let ready = Self.bare(view.step("rollout")?.text("detail") ?? "")
        let moved = app["instances"]?.int == 0 ? "nothing is routed: it stays stopped" : "traffic moved"
        let stopped = await old(view).map { ", \($0)" } ?? ""
        await say("roll out", Span(Self.pad("\(ready.isEmpty ? "" : ready + ", ")\(moved)\(stopped)")), Span(took))
    }

    /// `#6 stopped`, once nothing of it is left; `#6 stops` while it still finishes its requests.
    private func old(_ view: DeploymentView) async -> String? {
        guard let before = app["current_deployment_id"]?.string, before != view.deployment["id"]?.string,
            let number = try? await api.get("deployments/\(before)")["number"]?.int
        else { return nil }
        for _ in 0..<20 {
            let instances = (try? await api.get("apps/\(app.text("id"))/instances")["items"]?.array) ?? []
            guard instances.contains(where: { $0["deployment_id"]?.string == before }) else { return "#\(number) stopped" }
            try? await Task.sleep(for: .milliseconds(200))
        }
        return "#\(number) stops"
    }

    /// What is being done now.
    private func foot(_ view: DeploymentView) -> [[Span]] {
        let running = view.steps.first { $0.text("state") == "running" } ?? view.steps.first { $0.text("state") == "pending" }
        guard let running else { return [] }
        let name = running.text("step")
        let since = running["started_at"]?.string.flatMap { Timestamp(rfc3339: $0) }.map { Words.span(Timestamp.now() - $0) } ?? ""
        let detail = Self.bare(running.text("detail"))
        guard name == "build" else {
            let word = ["resolve": "source", "release": "release"][name] ?? "roll out"
            return [Terminal.margin(word) + [Span(detail.isEmpty ? "…" : detail), Span("   \(since)", .dim)]]
        }
        let (done, total) = (view.build["steps_done"]?.int ?? 0, view.build["steps_total"]?.int ?? 0)
        guard total > 0 else { return [Terminal.margin("build") + [Span(detail.isEmpty ? "queued" : detail), Span("   \(since)", .dim)]] }
        return [Terminal.margin("build") + [Span("\(done)/\(total)  \(Words.bar(done, of: total))  "), Span(since, .dim)]]
    }

    /// Without its full stop: it becomes part of a line.
    static func bare(_ sentence: String) -> String { sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence }

    /// So that times stand under one another.
    static func pad(_ text: String) -> String {
        let safe = Span(text).text
        return safe + String(repeating: " ", count: max(3, 51 - Span.width(safe)))
    }
}

extension DeploymentAccount {
    /// How a deployment failed: what, why, the last output, and what to do.
    struct Ending {
        let api: APIClient
        let app: JSONValue
        let board: Board

        func tell(_ deployment: JSONValue) async throws {
            let view = try await DeploymentView(deployment.text("id"), api)
            let serving = try await api.get("apps/\(app.text("id"))")["current_deployment_id"]?.string
            var keeps = ""
            if let serving, let number = try? await api.get("deployments/\(serving)")["number"]?.int { keeps = "; #\(number) keeps serving" }
            let (word, took) = Self.part(view)
            guard deployment.text("status") == "failed" else {
                await board.say(Terminal.margin("cancelled") + [Span("after \(took)\(keeps)", .yellow)])
                return
            }
            await board.say(Terminal.margin(word) + [Span("failed after \(took)", .red), Span(keeps)])
            guard let failure = deployment["failure"], !failure.isNull else { return }
            for line in Self.lines(failure, app: app.text("name")) { await board.say(line) }
        }

        /// What failed, in the words of the lines above, and how long it had been at it.
        static func part(_ view: DeploymentView) -> (word: String, took: String) {
            let failed = view.steps.first { $0.text("state") == "failed" }?.text("step") ?? ""
            let phases: [(word: String, steps: [String])] = [
                ("source", ["resolve"]), ("build", ["build"]), ("release", ["release"]), ("roll out", ["apply", "rollout", "verify", "route"]),
            ]
            let phase = phases.first { $0.steps.contains(failed) }
            let whole = Words.between(view.deployment["created_at"]?.string, view.deployment["finished_at"]?.string)
            let took = phase.flatMap { view.time(from: $0.steps[0], to: failed) } ?? whole ?? .zero
            let isPlan = failed == "build" && view.deployment["failure"]?["reason"]?.string == "plan_failed"
            return (isPlan ? "plan" : phase?.word ?? "deploy", Words.span(took))
        }

        static func lines(_ failure: JSONValue, app: String) -> [[Span]] {
            var lines = [Terminal.margin("why") + [Span(failure.text("message"))]]
            let last = failure.text("details").split(whereSeparator: \.isNewline).suffix(5)
            for (index, line) in last.enumerated() { lines.append(Terminal.margin(index == 0 ? "last" : "") + [Span(String(line), .dim)]) }
            if let advice = Advice.on(failure, app: app) { lines.append(Terminal.margin("do") + [Span(advice)]) }
            return lines
        }
    }
}
