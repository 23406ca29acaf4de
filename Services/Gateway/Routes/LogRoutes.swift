import Core
import Identity
import HTTPTypes
import Hummingbird
import Messages

/// Log lines of an app, a deployment or a build: a page of history as JSON, or all of it and what comes as a stream.
struct LogRoutes: RouteGroup {
    static let tag = Tag("Logs", "What builds, instances and the platform wrote.")

    let hub: LogHub
    let door: StreamDoor
    let stream: EventStream

    private static let query: [Field] = Field.page + [
        .time("since", "Not before."), .time("until", "Not after."), .text("q", "Only lines that hold this text, in any case of ASCII.", most: 512),
        .choice("stream", ["stdout", "stderr"], "Only this one."),
        .choice("source", ["build", "instance", "platform"], "Only lines of this."), .text("instance", "Only lines of the instance of this name.", most: 128),
    ]

    private static let outcome = Outcome.ok(Proto.LineList.schema, "A page of lines; with `Accept: text/event-stream` history and then what comes.")
        .streaming(("log", Proto.Line.schema), ("reset", Proto.LineList.resetSchema))

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps/{app}/logs", "getAppLogs", "The app's log lines, the newest first page.",
                .project(.viewer, .read, of: .app), query: Self.query, answer: Self.outcome, ofApp),
            Route(
                .get, "/api/v1/deployments/{deployment}/logs", "getDeploymentLogs", "The deployment's lines and its build's.",
                .project(.viewer, .read, of: .deployment), query: Self.query, answer: Self.outcome, ofDeployment),
            Route(
                .get, "/api/v1/builds/{build}/logs", "getBuildLogs", "The build's lines.", .project(.viewer, .read, of: .build),
                query: Self.query, answer: Self.outcome, ofBuild),
        ]
    }

    private func ofApp(_ call: Call) async throws -> Answer {
        let filter = Self.filter(call, LineFilter(app: try call.id("app", of: "app", as: AppID.self).description))
        return try await answer(call, filter, fromStart: false) { filter }
    }

    private func ofDeployment(_ call: Call) async throws -> Answer {
        let id = try call.id("deployment", of: "deployment", as: DeploymentID.self)
        let question = Proto.GetDeploymentRequest(deploymentID: id.description)
        let deployment = try await call.send(DeployRPC.getDeployment, question)
        let filter = Self.filter(call, LineFilter(app: deployment.appID, deployment: deployment.id, build: deployment.buildID ?? ""))
        return try await answer(call, filter, fromStart: true) {
            // Until it is known which build it is, lines of a reused one might still have to come first.
            let deployment = try await call.live.send(DeployRPC.getDeployment, question)
            guard deployment.buildID != nil || !["pending", "building"].contains(deployment.status) else { return nil }
            var filter = filter
            filter.build = deployment.buildID ?? ""
            return filter
        }
    }

    private func ofBuild(_ call: Call) async throws -> Answer {
        let id = try call.id("build", of: "build", as: BuildID.self)
        let build = try await call.send(BuildRPC.getBuild, Proto.GetBuildRequest(buildID: id.description))
        let filter = Self.filter(call, LineFilter(app: build.appID, build: build.id))
        return try await answer(call, filter, fromStart: true) { filter }
    }

    private func answer(
        _ call: Call, _ filter: LineFilter, fromStart: Bool, resolve: @escaping @Sendable () async throws -> LineFilter?
    ) async throws -> Answer {
        let page = try call.query.page
        let isFromStart = fromStart || filter.since != nil
        let after = try call.lastEventID
        let first: @Sendable (LineFilter) -> Proto.ReadLinesRequest = {
            $0.question(limit: page.limit, cursor: page.cursor, fromStart: isFromStart)
        }
        guard Self.wantsStream(call.request.headers) else {
            return .ok(try await call.send(LogRPC.readLines, first(filter)).json)
        }
        return try stream.answer(call) { signal in
            LineFollower(
                call, app: filter.app, after: after, hub: hub, door: door, signal: signal, resolve: resolve, first: first)
        }
    }

    private static func filter(_ call: Call, _ place: LineFilter) -> LineFilter {
        var filter = place
        filter.since = call.query.time("since")
        filter.until = call.query.time("until")
        filter.text = call.query["q"] ?? ""
        filter.stream = call.query["stream"] ?? ""
        filter.source = call.query["source"] ?? ""
        filter.instance = call.query["instance"] ?? ""
        return filter
    }

    static func wantsStream(_ headers: HTTPFields) -> Bool {
        headers[.accept]?.lowercased().contains("text/event-stream") ?? false
    }
}
