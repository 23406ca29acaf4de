import Core
import HTTPTypes
import Identity
import Messages

/// Builds: from a commit to an image.
struct BuildRoutes: RouteGroup {
    static let tag = Tag("Builds", "From a commit to an image.")

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps/{app}/builds", "listBuilds", "The app's builds, newest first.",
                .project(.viewer, .read, of: .app), query: Field.page, answer: .page(of: Proto.Build.schema), list),
            Route(
                .get, "/api/v1/builds/{build}", "getBuild", "A build, with its plan.", .project(.viewer, .read, of: .build),
                answer: .ok(Proto.Build.schema), get),
            Route(
                .post, "/api/v1/builds/{build}/cancel", "cancelBuild", "Stop a build that has not ended.",
                .project(.deployer, .deploy, of: .build), body: [], answer: .accepted(Proto.Build.schema),
                refusals: [.wrongState("The build has ended.")], cancel),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page
        let builds = try await call.send(
            BuildRPC.listBuilds,
            Proto.ListBuildsRequest(appID: try call.app, limit: UInt32(page.limit), cursor: page.cursor ?? ""))
        return .list(builds.items.map(\.json), next: builds.nextCursor)
    }

    private func get(_ call: Call) async throws -> Answer {
        .ok(try await call.send(BuildRPC.getBuild, try question(call)).json)
    }

    private func cancel(_ call: Call) async throws -> Answer {
        .accepted(try await call.send(BuildRPC.cancelBuild, try question(call)).json)
    }

    private func question(_ call: Call) throws(Fault) -> Proto.GetBuildRequest {
        Proto.GetBuildRequest(buildID: try call.id("build", of: "build", as: BuildID.self).description)
    }
}
