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
                .project(.deployer, .deploy, of: .app), body: [
                    .integer("instances", 0...100, "0 stops the app.", like: 2),
                    .integer("min", 1...100, "With max: between how many a cluster chooses; 1 unless said."),
                    .integer("max", 1...100, "Instead of instances, where apps run on a cluster."),
                    .integer("cpu_percent", 1...100, "With max: how busy instances shall be on average, in percent of their CPU limit; 70 unless said."),
                ],
                answer: .ok(Proto.App.schema),
                refusals: [
                    .wrongState("The app is being deleted.", reason: "app_deleted"),
                    .wrongState("A range was asked for where apps run on no cluster.", reason: "no_autoscaler"),
                ], scale),
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
        var question = Proto.SetScaleRequest(appID: try call.app)
        if let most = call.body["max"]?.int {
            question.autoscaling = Proto.Autoscaling(
                least: UInt32(call.body["min"]?.int ?? 1), most: UInt32(most), cpuPercent: UInt32(call.body["cpu_percent"]?.int ?? 70))
        } else {
            guard let instances = call.body["instances"]?.int else { throw Fault.invalid("instances", "must be there, or max") }
            question.instances = UInt32(instances)
        }
        let scale = try await call.send(DeployRPC.setScale, question)
        var app = try await call.send(AppRPC.getApp, Proto.GetAppRequest(appID: try call.app))
        app.instances = scale.instances
        app.autoscaling = scale.autoscaling
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
