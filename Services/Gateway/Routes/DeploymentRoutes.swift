import Core
import HTTPTypes
import Identity
import Messages

/// Deployments: asking for one, watching it, going back.
struct DeploymentRoutes: RouteGroup {
    static let tag = Tag("Deployments", "Asking for one, watching it, going back.")

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps/{app}/deployments", "listDeployments", "The app's deployments, newest first.",
                .project(.viewer, .read, of: .app), query: Field.page, answer: .page(of: Proto.Deployment.schema), list),
            Route(
                .post, "/api/v1/apps/{app}/deployments", "createDeployment", "Deploy the branch, or a commit of it.",
                .project(.deployer, .deploy, of: .app),
                body: [
                    .text("commit", "Its hash; unless said, the branch's newest.", TextRule(most: 64, pattern: "^[0-9A-Fa-f]*$", example: "9fceb02")).nullable,
                    .text("branch", "Instead of the app's own.", TextRule(most: 200, example: "main")).nullable,
                    .flag("force", "Build again, even when this commit was built with these settings."),
                ], answer: .accepted(Proto.Deployment.schema),
                refusals: [.wrongState("The app is being deleted.", reason: "app_deleted"), .exhausted("Too many deployments wait; try again later.")],
                create),
            Route(
                .get, "/api/v1/deployments/{deployment}", "getDeployment", "A deployment.",
                .project(.viewer, .read, of: .deployment), answer: .ok(Proto.Deployment.schema), get),
            Route(
                .post, "/api/v1/deployments/{deployment}/cancel", "cancelDeployment", "Stop a deployment that is not live yet.",
                .project(.deployer, .deploy, of: .deployment), body: [], answer: .accepted(Proto.Deployment.schema),
                refusals: [.wrongState("The deployment is live already.", reason: "already_live")], cancel),
            Route(
                .post, "/api/v1/deployments/{deployment}/rollback", "rollback", "Make this deployment's release live again.",
                .project(.deployer, .deploy, of: .deployment), body: [],
                answer: .accepted(Proto.Deployment.schema, "The new deployment that makes it live again."),
                refusals: [
                    .wrongState("The deployment was never live.", reason: "never_live"),
                    .wrongState("The image of #3 was removed to free disk space.", reason: "image_removed"),
                ], rollback),
            Route(
                .get, "/api/v1/deployments/{deployment}/timeline", "getTimeline", "The deployment's steps.",
                .project(.viewer, .read, of: .deployment), answer: .ok(Proto.TimelineItem.schema.list), timeline),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page
        let deployments = try await call.send(
            DeployRPC.listDeployments,
            Proto.ListDeploymentsRequest(appID: try call.app, limit: UInt32(page.limit), cursor: page.cursor ?? ""))
        return .list(deployments.items.map(\.json), next: deployments.nextCursor)
    }

    private func create(_ call: Call) async throws -> Answer {
        let question = Proto.CreateDeploymentRequest(
            id: call.command.id("deployment", as: DeploymentID.self).description, appID: try call.app,
            commit: call.body["commit"]?.string ?? "", branch: call.body["branch"]?.string ?? "",
            force: call.body["force"]?.bool ?? false, trigger: "manual")
        return .accepted(try await call.send(DeployRPC.createDeployment, question).json)
    }

    private func get(_ call: Call) async throws -> Answer {
        .ok(try await call.send(DeployRPC.getDeployment, try question(call)).json)
    }

    private func cancel(_ call: Call) async throws -> Answer {
        .accepted(try await call.send(DeployRPC.cancelDeployment, try question(call)).json)
    }

    private func rollback(_ call: Call) async throws -> Answer {
        let question = Proto.RollbackRequest(
            id: call.command.id("deployment", as: DeploymentID.self).description, deploymentID: try question(call).deploymentID)
        return .accepted(try await call.send(DeployRPC.rollback, question).json)
    }

    private func timeline(_ call: Call) async throws -> Answer {
        let timeline = try await call.send(DeployRPC.getTimeline, try question(call))
        return .ok(["items": .array(timeline.items.map(\.json))])
    }

    private func question(_ call: Call) throws(Fault) -> Proto.GetDeploymentRequest {
        Proto.GetDeploymentRequest(deploymentID: try call.id("deployment", of: "deployment", as: DeploymentID.self).description)
    }
}
