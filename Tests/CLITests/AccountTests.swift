import Core
import Testing

@testable import CLI

/// What is said of deployments, apps and timelines, from what the API answers.
@Suite struct AccountTests {
    private func step(_ name: String, _ state: String, _ from: Int? = nil, _ to: Int? = nil, detail: String = "") -> JSONValue {
        func time(_ second: Int?) -> JSONValue { second.map { .string("2026-01-31T12:00:0\($0).000000Z") } ?? .null }
        return ["step": .string(name), "state": .string(state), "attempt": 1, "started_at": time(from), "finished_at": time(to), "detail": .string(detail)]
    }

    private var failed: DeploymentView {
        DeploymentView(
            deployment: [
                "id": "d5", "number": 5, "status": "failed", "trigger": "push", "branch": "main", "commit": "77aa01f0000", "created_at": "2026-01-31T12:00:00.000000Z",
                "finished_at": "2026-01-31T12:00:09.000000Z",
                "failure": ["reason": "not_ready", "message": "GET /health answered 500 for 4 s.", "details": "one\ntwo\u{1B}[2J"],
            ],
            steps: [
                step("resolve", "succeeded", 0, 0), step("build", "succeeded", 0, 1, detail: "Built 77aa01f."), step("release", "succeeded", 1, 1),
                step("apply", "succeeded", 1, 2), step("rollout", "failed", 2, 9), step("verify", "pending"), step("route", "pending"),
            ], build: .null)
    }

    @Test func `a failure names its part, its time, why, the last output and what to do`() {
        #expect(DeploymentAccount.Ending.part(failed) == (word: "roll out", took: "8.0 s"))
        let lines = DeploymentAccount.Ending.lines(failed.deployment["failure"] ?? .null, app: "shop").map(\.plain)
        #expect(lines[0] == "  why       GET /health answered 500 for 4 s.")
        #expect(lines[1] == "  last      one" && lines[2] == "            two\\x1b[2J")
        #expect(lines[3].hasPrefix("  do        ") && lines[3].contains("slipway logs shop"))
    }

    @Test func `a plan that fails is told as one`() {
        var view = failed
        view = DeploymentView(
            deployment: ["failure": ["reason": "plan_failed"]], steps: [step("resolve", "succeeded", 0, 1), step("build", "failed", 1, 2)], build: .null)
        #expect(DeploymentAccount.Ending.part(view) == (word: "plan", took: "1.0 s"))
    }

    @Test func `a timeline tells who asked, what was done, and what serves now`() {
        let lines = Timeline.table(of: failed.steps, failed.deployment, serving: ["number": 4], held: "77aa01f0000", me: nil).lines().map(\.plain)
        #expect(lines.first == "  12:00:00.000  requested  push to main  77aa01f")
        #expect(lines.contains { $0.contains("build") && $0.contains("Built 77aa01f   1.0 s") })
        #expect(lines.last?.hasSuffix("returned   #4 is serving; 77aa01f is held back (a newer commit, or --force, lifts it)") == true)
        #expect(!lines.contains { $0.contains("verify") })
    }

    @Test func `a plan is its steps and the file that decided`() {
        #expect(DeploymentAccount.plan(["steps": ["npm ci", "npm start"], "because": "package.json"]) == "npm ci · npm start       (package.json)")
        #expect(DeploymentAccount.plan(.null) == nil && DeploymentAccount.plan(nil) == nil)
    }

    @Test func `an app's status is what serves, and each instance with what it uses`() {
        let view = StatusView(
            app: ["id": "a", "name": "shop", "status": "live", "instances": 2, "url": "https://shop.acme.dev", "current_deployment_id": "d7"],
            current: ["id": "d7", "number": 7, "commit": "3f2a1c9aa", "commit_message": "Change the headline"], latest: .null,
            instances: [
                ["name": "shop-7-a", "state": "serving", "restarts": 0, "usage": ["cpu_millicores": 31, "memory_bytes": .int(91 << 20), "memory_limit_bytes": .int(256 << 20)]],
                ["name": "shop-7-b", "state": "starting", "restarts": 2, "usage": .null],
            ])
        let lines = view.lines(width: nil).map(\.plain)
        #expect(lines[0] == "  shop  live  #7  1 of 2 instances  https://shop.acme.dev  3f2a1c9 Change the headline")
        #expect(lines[1] == "  instance  state     since  restarts  cpu  memory")
        #expect(lines[2] == "  shop-7-a  serving   –      0         3 %  91 of 256 MiB")
        #expect(lines[3] == "  shop-7-b  starting  –      2         –    –")
    }

    @Test func `what failed last stands below what serves`() {
        let view = StatusView(
            app: ["name": "shop", "status": "live", "instances": 1, "held_commit": "77aa01f0000"], current: ["id": "d4", "number": 4], latest: failed.deployment, instances: [])
        let lines = view.lines(width: nil).map(\.plain)
        #expect(lines.contains { $0 == "  #5 failed: GET /health answered 500 for 4 s." })
        #expect(lines.contains { $0.contains("77aa01f is held back") && $0.contains("--force") })
    }

    @Test func `going back is to the newest other release that served`() throws {
        func deployment(_ number: Int64, _ status: String, _ release: JSONValue) -> JSONValue {
            ["id": .string("d\(number)"), "number": .int(number), "status": .string(status), "release": release, "commit": "81bc02e9", "config": 3]
        }
        let all = [deployment(8, "live", 6), deployment(7, "superseded", 7), deployment(6, "superseded", 6), deployment(5, "failed", 5), deployment(4, "failed", .null)]
        #expect(try Rollback.target(nil, all, live: all[0], name: "shop") == all[1])
        #expect(try Rollback.target(6, all, live: all[0], name: "shop") == all[2])
        for number in [8, 5, 4, 99] { #expect(throws: CLIError.self) { try Rollback.target(number, all, live: all[0], name: "shop") } }
        #expect(throws: CLIError.self) { try Rollback.target(nil, [all[0]], live: all[0], name: "shop") }
        #expect(Rollback.describe(all[1]) == "#7 (81bc02e, config 3)")
    }

    @Test func `output waits for the plan, and is not told twice`() async {
        func line(_ text: String, at time: String = "2026-01-31T12:00:01Z") -> JSONValue { ["source": "build", "time": .string(time), "message": .string(text)] }
        let output = BuildOutput(since: "2026-01-31T12:00:00Z", board: Board(isLive: false), isShown: false, isJSON: false)
        await output.take(line("--> Using cache 0bb33bd"))
        #expect(await output.cached == 0)
        await output.begin()
        await output.take(line("--> Using cache 1cc44ce"))
        await output.take(line("--> Using cache of another build", at: "2026-01-31T11:00:00Z"))
        await output.take(line("Built sha256:763d"))
        await output.settle()
        #expect(await output.cached == 2)
    }

    @Test func `programs are told each change once`() async {
        let events = DeploymentEvents()
        let first = await events.events(failed)
        #expect(first.map { $0.text("event") } == ["step", "step", "step", "step", "step", "deployment"])
        #expect(first.last?["status"] == "failed" && first.last?["deployment"]?["number"] == 5)
        #expect(await events.events(failed) == [])
    }

    @Test func `an event is a line`() {
        let line = Events.line(["type": "deployment", "app_id": "a", "deployment_id": "d5", "status": "live", "time": "2026-01-31T12:00:09.123456Z"], names: ["a": "shop"])
        #expect(line.plain == "  12:00:09.123  shop                  deployment  live  d5")
    }
}
