import ArgumentParser
import Core

/// Shows a deployment as it goes: a line for each thing that is done, the one that is being done below, and the build's
/// own output dimmed between them.
struct DeploymentFollower {
    let api: APIClient
    let app: JSONValue
    let json: Bool
    let quiet: Bool
    /// Only how it came out, as for a rollback.
    var onlyEnd = false
    /// What is said beside the end.
    var after = ""

    private static let ends: Set<String> = ["live", "failed", "cancelled", "superseded"]

    func follow(_ deployment: JSONValue) async throws {
        let interrupt = Interrupt("\n  The deployment goes on:  slipway timeline \(app.text("name")) \(deployment["number"]?.int ?? 0)\n", isSilent: json)
        defer { interrupt.end() }
        let board = Board(isLive: Terminal.isInteractive && !json)
        let output = BuildOutput(since: deployment.text("created_at"), board: board, isShown: !quiet && !json, isJSON: json && !quiet)
        try await withThrowingTaskGroup(of: JSONValue?.self) { group in
            if !onlyEnd {
                group.addTask {
                    // The output is a comfort: without it the deployment is followed all the same.
                    try? await output.follow(deployment.text("id"), api)
                    return nil
                }
            }
            group.addTask { try await watch(deployment, board, output) }
            // The log stream has no end of its own: the watch's end is the end.
            defer { group.cancelAll() }
            while let ended = try await group.next() {
                if let ended { return try await end(ended, board, output) }
            }
        }
    }

    /// Until it has ended.
    private func watch(_ requested: JSONValue, _ board: Board, _ output: BuildOutput) async throws -> JSONValue {
        let account = json || onlyEnd ? nil : DeploymentAccount(api: api, app: app, board: board, output: output)
        let events = json ? DeploymentEvents() : nil
        var failures = 0
        while true {
            do {
                let view = try await DeploymentView(requested.text("id"), api)
                failures = 0
                await events?.tell(view)
                try await account?.tell(view)
                if onlyEnd { await board.pin([Terminal.margin(view.deployment.text("status")) + [Span("#\(view.number)")]]) }
                if Self.ends.contains(view.deployment.text("status")) { return view.deployment }
            } catch let error as CLIError {
                // The platform may be away for a moment: the deployment goes on without us, and so do we.
                failures += 1
                guard error.isPassing, failures < 60 else { throw error }
                try await Task.sleep(for: .seconds(1))
            }
            try await Task.sleep(for: .milliseconds(250))
        }
    }

    private func end(_ deployment: JSONValue, _ board: Board, _ output: BuildOutput) async throws {
        let name = app.text("name")
        if !onlyEnd, !json { await output.begin() }
        await board.clear()
        let status = deployment.text("status")
        let hasServed = status == "live" || (status == "superseded" && (deployment["release"]?.int ?? 0) > 0)
        guard !json else {
            if !hasServed { throw ExitCode(ExitStatus.failed.rawValue) }
            return
        }
        switch status {
        case _ where hasServed: await succeed(deployment, board)
        case "superseded":
            // It waited, and never served.
            await board.fact("superseded", Span("a newer deployment took its place:  slipway status \(name)", .yellow))
            throw ExitCode(ExitStatus.failed.rawValue)
        default:
            try await DeploymentAccount.Ending(api: api, app: app, board: board).tell(deployment)
            throw ExitCode(ExitStatus.failed.rawValue)
        }
    }

    private func succeed(_ deployment: JSONValue, _ board: Board) async {
        let took = Words.between(deployment["created_at"]?.string, deployment["finished_at"]?.string).map(Words.span) ?? ""
        if onlyEnd {
            let back = deployment["rollback_of"]?.int.map { " = #\($0)" } ?? ""
            return await board.say(
                Terminal.margin("live") + [Span("#\(deployment["number"]?.int ?? 0)\(back)", .green), Span("   \(took)" + (after.isEmpty ? "" : "     \(after)"))])
        }
        await board.say(Terminal.margin("live") + [Span(DeploymentAccount.pad(deployment.text("url")), .green), Span(took)])
    }
}
