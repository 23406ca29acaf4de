import Core
import HTTPTypes
import Identity
import Messages

/// What of an app runs: how many, which, and again.
struct RuntimeRoutes: RouteGroup {
    static let tag = Tag("Runtime", "What of an app runs: how many, which, and again.")

    var routes: [Route] {
        [
            Route(
                .put, "/api/v1/apps/{app}/scale", "scaleApp", "How many instances run, now and after the next deployment.",
                .project(.deployer, .deploy, of: .app), body: [.integer("instances", 0...100, "0 stops the app.", like: 2).required],
                answer: .ok(Proto.App.schema), refusals: [.wrongState("The app is being deleted.", reason: "app_deleted")], scale),
            Route(
                .post, "/api/v1/apps/{app}/restart", "restartApp", "New instances of the current release.",
                .project(.deployer, .deploy, of: .app), body: [], answer: .accepted(Proto.App.schema),
                refusals: [
                    .wrongState("The app has no release that serves.", reason: "nothing_live"), .wrongState("The app is stopped.", reason: "stopped"),
                ], restart),
            Route(
                .get, "/api/v1/apps/{app}/instances", "listInstances", "The app's instances.",
                .project(.viewer, .read, of: .app), answer: .ok(Proto.Instance.schema.page, "All of them."), instances),
            Route(
                .get, "/api/v1/apps/{app}/releases", "listReleases", "The app's releases, newest first.",
                .project(.viewer, .read, of: .app), query: Field.page, answer: .page(of: Proto.Release.schema), releases),
        ]
    }

    /// The app service learns of the scale from the deploy service's feed, a moment later; the answer tells it at once.
    private func scale(_ call: Call) async throws -> Answer {
        let question = Proto.SetScaleRequest(appID: try call.app, instances: UInt32(call.body["instances"]?.int ?? 0))
        let scale = try await call.send(DeployRPC.setScale, question)
        var app = try await call.send(AppRPC.getApp, Proto.GetAppRequest(appID: try call.app))
        app.instances = scale.instances
        return .ok(app.json)
    }

    private func restart(_ call: Call) async throws -> Answer {
        _ = try await call.send(DeployRPC.restart, Proto.RestartRequest(appID: try call.app))
        return .accepted(try await call.send(AppRPC.getApp, Proto.GetAppRequest(appID: try call.app)).json)
    }

    private func instances(_ call: Call) async throws -> Answer {
        let instances = try await call.send(DeployRPC.listInstances, Proto.ListInstancesRequest(appID: try call.app))
        return .list(instances.items.map(\.json), next: nil)
    }

    private func releases(_ call: Call) async throws -> Answer {
        let page = try call.query.page
        let releases = try await call.send(
            DeployRPC.listReleases,
            Proto.ListReleasesRequest(appID: try call.app, limit: UInt32(page.limit), cursor: page.cursor ?? ""))
        return .list(releases.items.map(\.json), next: releases.nextCursor)
    }
}
