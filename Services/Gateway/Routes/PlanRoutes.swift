import Core
import HTTPTypes
import Identity
import Messages

/// Plans: how an app's source would be built, readable before the first build.
struct PlanRoutes: RouteGroup {
    static let tag = BuildRoutes.tag

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps/{app}/plan", "getPlan", "How a commit would be built, and which file decided what.",
                .project(.viewer, .read, of: .app),
                details: "Looks at the source now and builds nothing. Without `commit`, at the newest of `branch`, else of the app's own branch.",
                query: [
                    .text("branch", "Another branch than the app's.", most: 200),
                    .text("commit", "A commit of the branch, in full.", TextRule(most: 40, pattern: "^([0-9a-f]{40})?$"), like: "9fceb02d0ae598e95dc970b74767f19372d61af8"),
                ],
                answer: .ok(Proto.BuildPlan.schema),
                refusals: [
                    .wrongState("No Dockerfile in `/`, and nothing here says what runs it.", reason: "plan_failed"),
                    .unavailable("git.example.org/shop.git can't be reached.", reason: "source_unreachable"),
                    .exhausted("Other plans are being made; try again in a moment."),
                ], get)
        ]
    }

    private func get(_ call: Call) async throws -> Answer {
        let app = try await call.send(AppRPC.getApp, Proto.GetAppRequest(appID: try call.app))
        guard app.build?.method == "image" || app.source?.repository.isEmpty == false else {
            throw Fault.wrongState("\(app.name) has neither a repository nor an image, so there is nothing to plan.")
        }
        let question = Proto.GetPlanRequest(
            appID: app.id, source: app.source, settings: app.build, startCommand: app.run?.command ?? "",
            branch: call.query["branch"] ?? app.source?.branch ?? "", commit: call.query["commit"] ?? "")
        return .ok(try await call.send(BuildRPC.getPlan, question).json(of: app.id))
    }
}
