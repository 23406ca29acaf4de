import Core
import HTTPTypes
import Identity
import Messages

/// Apps: what is desired of each, and how it is.
struct AppRoutes: RouteGroup {
    static let tag = Tag("Apps", "What is desired of each app, and how it is.")

    let authorizer: Authorizer

    var routes: [Route] {
        [
            Route(
                .get, "/api/v1/apps", "listApps", "Apps of one project, or of all the account's.", .account(.read),
                query: Field.page + [.text("project", "A project's id or name.", most: 64), Self.name], answer: .page(of: Proto.App.schema), listAll),
            Route(
                .get, "/api/v1/projects/{project}/apps", "listProjectApps", "The apps of a project.",
                .project(.viewer, .read, of: .project), query: Field.page + [Self.name], answer: .page(of: Proto.App.schema), list),
            Route(
                .post, "/api/v1/projects/{project}/apps", "createApp", "Create an app; nothing is deployed yet.",
                .project(.admin, .admin, of: .project), body: AppFields.creation, answer: .created(Proto.App.schema),
                refusals: [
                    .conflict("There is already an app named shop in this project.", reason: "name_taken"),
                    .wrongState("The project is being deleted."), .exhausted("The project has 100 apps; more are not allowed here."),
                ], create),
            Route(.get, "/api/v1/apps/{app}", "getApp", "An app.", .project(.viewer, .read, of: .app),
                answer: .ok(Proto.App.schema), get),
            Route(
                .patch, "/api/v1/apps/{app}", "updateApp", "Change an app (RFC 7396); the next deployment carries it.",
                .project(.admin, .admin, of: .app),
                details: "What is absent stays, null returns to its default, and a section that is null clears all of its members.",
                body: AppFields.patch, answer: .ok(Proto.App.schema), refusals: [.wrongState("The app is being deleted.")], update),
            Route(
                .delete, "/api/v1/apps/{app}", "deleteApp", "Delete an app and all that is left of it.",
                .project(.admin, .admin, of: .app), details: "It answers 404 once nothing of it is left.",
                answer: .accepted(Proto.App.deletionSchema), delete),
        ]
    }

    private static let name = Field.text("name", "Only the app of this name.", most: 64)

    private func listAll(_ call: Call) async throws -> Answer {
        guard let project = call.query["project"] else { return try await listEverywhere(call) }
        let context = call.backend.context(call.context, call.deadline)
        let place = try await authorizer.place(of: .project, project, for: try call.account, context)
        return try await list(call, [place.project.description], in: place)
    }

    private func list(_ call: Call) async throws -> Answer {
        try await list(call, [try call.inside.project.description], in: try call.inside)
    }

    /// The project service says which projects are the account's; the app service is asked about exactly these.
    private func listEverywhere(_ call: Call) async throws -> Answer {
        let projects = try await call.allProjects()
        guard !projects.isEmpty else { return .list([], next: nil) }
        return try await list(call, projects, in: nil)
    }

    private func list(_ call: Call, _ projects: [String], in place: Place?) async throws -> Answer {
        let page = try call.query.page
        let question = Proto.ListAppsRequest(
            projectIDs: projects, limit: UInt32(page.limit), cursor: page.cursor ?? "", name: call.query["name"] ?? "")
        let apps = try await call.send(AppRPC.listApps, question, in: place)
        return .list(apps.items.map(\.json), next: apps.nextCursor)
    }

    private func create(_ call: Call) async throws -> Answer {
        try await checkPlan(call)
        let question = AppInput.create(call.body, id: call.command.id("app"), in: try call.inside)
        return .created(try await call.send(AppRPC.createApp, question).json)
    }

    private func get(_ call: Call) async throws -> Answer {
        .ok(try await call.send(AppRPC.getApp, Proto.GetAppRequest(appID: try call.app)).json)
    }

    private func update(_ call: Call) async throws -> Answer {
        try await checkPlan(call)
        return .ok(try await call.send(AppRPC.updateApp, AppInput.update(call.body, app: try call.app)).json)
    }

    /// What a plan may say is the build service's to know; it is asked before anything is kept.
    private func checkPlan(_ call: Call) async throws {
        guard let plan = call.body["build"]?["plan"], !plan.isNull else { return }
        _ = try await call.send(BuildRPC.checkPlan, Proto.CheckPlanRequest(plan: plan.encoded()))
    }

    private func delete(_ call: Call) async throws -> Answer {
        _ = try await call.send(AppRPC.deleteApp, Proto.GetAppRequest(appID: try call.app))
        return .accepted(["id": .string(try call.app), "status": "deleting"])
    }
}
