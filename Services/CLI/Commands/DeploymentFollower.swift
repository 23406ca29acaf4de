import ArgumentParser
import Core

/// Shows a deployment's steps as they end, its build's output meanwhile, and how it came out.
struct DeploymentFollower {
    let api: APIClient
    let app: JSONValue
    let json: Bool
    let quiet: Bool

    func follow(_ deployment: JSONValue) async throws {
        let id = deployment.text("id")
        let showsOutput = !quiet && !json
        let requested = deployment.text("created_at")
        try await withThrowingTaskGroup(of: Bool.self) { group in
            if showsOutput {
                group.addTask {
                    // The output is a comfort: without it the deployment is followed all the same.
                    try? await api.follow("deployments/\(id)/logs") { event in
                        guard event.name == "log", let line = try? JSONValue(parsing: event.data) else { return true }
                        // A build that is reused wrote its lines before: they are for `slipway logs`.
                        if line["source"]?.string == "build", line.text("time") >= requested { Terminal.line(Terminal.styled("            " + Terminal.safe(line.text("message")), .dim)) }
                        return true
                    }
                    return false
                }
            }
            group.addTask {
                try await watch(id)
                return true
            }
            // The log stream has no end of its own: the watch's end is the end.
            defer { group.cancelAll() }
            while let isOver = try await group.next(), !isOver {}
        }
    }

    private func watch(_ id: String) async throws {
        var shown: Set<String> = []
        var lastStatus = ""
        while true {
            let deployment = try await patiently { try await api.get("deployments/\(id)") }
            let status = deployment.text("status")
            if json {
                if status != lastStatus { Terminal.line(deployment.encoded()) }
            } else {
                let steps = try await patiently { try await api.get("deployments/\(id)/timeline") }["items"]?.array ?? []
                for step in steps { show(step, of: deployment, &shown) }
            }
            lastStatus = status
            switch status {
            case "superseded" where (deployment["release"]?.int ?? 0) == 0:
                // It waited, and never served.
                if !json { Terminal.fact("superseded", "a newer deployment took its place:  slipway status \(app.text("name"))", style: .yellow) }
                throw ExitCode(1)
            case "live", "superseded":
                return json ? () : succeed(deployment)
            case "failed", "cancelled":
                if !json { try await fail(deployment) }
                throw ExitCode(1)
            default: try await Task.sleep(for: .milliseconds(300))
            }
        }
    }

    /// Asks again while the platform is away for a moment: the deployment goes on without us.
    private func patiently(_ ask: () async throws -> JSONValue) async throws -> JSONValue {
        var backoff = Backoff(first: .milliseconds(200), most: .seconds(3))
        let end = ContinuousClock.now + .seconds(60)
        while true {
            do {
                return try await ask()
            } catch let error as CLIError where error.isPassing && ContinuousClock.now < end {
                try await Task.sleep(for: backoff.next())
            }
        }
    }

    private func show(_ step: JSONValue, of deployment: JSONValue, _ shown: inout Set<String>) {
        let name = step.text("step")
        guard step["state"]?.string == "succeeded", !shown.contains(name) else { return }
        shown.insert(name)
        let took = Words.between(step["started_at"]?.string, step["finished_at"]?.string).map { "   " + Words.span($0) } ?? ""
        let detail = Terminal.safe(step.text("detail"))
        switch name {
        case "resolve":
            let source = app["source"]?["repository"]?.string ?? app["build"]?["image"]?.string ?? ""
            Terminal.fact("source", Terminal.safe("\(source)\(deployment["branch"]?.string.map { " @ \($0)" } ?? "")  \(Words.commit(deployment))"))
        case "build": Terminal.fact("build", (detail.isEmpty ? "done" : detail) + took)
        case "release":
            let digest = deployment["image"]?.string?.split(separator: "@").last.map { String($0.prefix(15)) + "…" } ?? ""
            Terminal.fact("release", "#\(deployment["release"]?.int ?? 0) = \(digest) + config \(deployment["config"]?.int ?? 0)")
        case "rollout": Terminal.fact("roll out", (detail.isEmpty ? "ready" : detail) + took)
        case "route": Terminal.fact("traffic", (detail.isEmpty ? "moved" : detail) + took)
        default: break
        }
    }

    private func succeed(_ deployment: JSONValue) {
        let took = Words.between(deployment["created_at"]?.string, deployment["finished_at"]?.string).map { "   " + Words.span($0) } ?? ""
        Terminal.fact("live", deployment.text("url") + took, style: .green)
    }

    private func fail(_ deployment: JSONValue) async throws {
        let now = try await api.get("apps/\(app.text("id"))")
        let serving = now["current_deployment_id"]?.string
        let keeps: String
        if let serving, let current = try? await api.get("deployments/\(serving)") {
            keeps = "; #\(current["number"]?.int ?? 0) keeps serving"
        } else {
            keeps = ""
        }
        let took = Words.between(deployment["created_at"]?.string, deployment["finished_at"]?.string).map { " after \(Words.span($0))" } ?? ""
        Terminal.fact(deployment.text("status"), "deployment #\(deployment["number"]?.int ?? 0)\(took)\(keeps)", style: .red)
        guard let failure = deployment["failure"], !failure.isNull else { return }
        Terminal.fact("why", Terminal.safe(failure.text("message")))
        for line in failure.text("details").split(whereSeparator: \.isNewline).suffix(5) { Terminal.fact("last", Terminal.safe(String(line))) }
        if let advice = Advice.on(failure.text("reason"), app: app.text("name")) { Terminal.fact("do", advice) }
    }
}
