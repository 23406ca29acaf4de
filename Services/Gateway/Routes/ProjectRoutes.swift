import Core
import HTTPTypes
import Identity
import Messages

/// Projects: spaces with members and apps.
struct ProjectRoutes: RouteGroup {
    static let tag = Tag("Projects", "Spaces with members and apps.")

    let authorizer: Authorizer

    var routes: [Route] {
        [
            Route(.get, "/api/v1/projects", "listProjects", "The projects of the account.", .account(.read),
                query: Field.page, answer: .page(of: Proto.Project.schema), list),
            Route(
                .post, "/api/v1/projects", "createProject", "Create a project.", .account(.admin),
                body: [.text("name", "Unique in the installation; it never changes.", .label, like: "demo").required],
                answer: .created(Proto.Project.schema),
                refusals: [
                    .conflict("There is already a project named demo.", reason: "name_taken"),
                    .exhausted("You own 20 projects; more than 20 are not allowed here."),
                ], create),
            Route(
                .get, "/api/v1/projects/{project}", "getProject", "A project, by id or name.",
                .project(.viewer, .read, of: .project), answer: .ok(Proto.Project.schema), get),
            Route(
                .patch, "/api/v1/projects/{project}", "updateProject", "Change a project.", .project(.admin, .admin, of: .project),
                body: [
                    .text("display_name", "What people read; null for none.", .line(most: 100, like: "The demo"), like: "The demo").nullable,
                    .integer("log_retention_days", 1...3650, "How long lines are kept, within what the operator allows; null for the operator's choice.", like: 14)
                        .nullable,
                    .integer("log_retention_bytes", 1 << 20...1 << 50, "How much of each app's output is kept; null for the operator's choice.", like: 1 << 30)
                        .nullable,
                ],
                answer: .ok(Proto.Project.schema), refusals: [.wrongState("The project is being deleted.")], update),
            Route(
                .delete, "/api/v1/projects/{project}", "deleteProject", "Delete a project and all that is in it.",
                .project(.owner, .admin, of: .project), answer: .accepted(Proto.Project.deletionSchema), delete),
        ]
    }

    private func list(_ call: Call) async throws -> Answer {
        let page = try call.query.page
        let projects = try await call.send(
            ProjectRPC.listProjects,
            Proto.ListProjectsRequest(
                accountID: try call.account.account.description, limit: UInt32(page.limit), cursor: page.cursor ?? ""))
        return .list(projects.items.map(\.json), next: projects.nextCursor)
    }

    private func create(_ call: Call) async throws -> Answer {
        let id: ProjectID = call.command.id("project")
        let project = try await call.send(
            ProjectRPC.createProject, Proto.CreateProjectRequest(name: call.body["name"]?.string ?? "", id: id.description))
        return .created(project.json)
    }

    private func get(_ call: Call) async throws -> Answer {
        let question = Proto.GetProjectRequest(projectID: try call.inside.project.description)
        return .ok(try await call.send(ProjectRPC.getProject, question).json)
    }

    private func update(_ call: Call) async throws -> Answer {
        var question = Proto.UpdateProjectRequest(projectID: try call.inside.project.description)
        if let name = call.body["display_name"] { question.displayName = name.string ?? "" }
        if let days = call.body["log_retention_days"] { question.logRetentionDays = days.int ?? 0 }
        if let bytes = call.body["log_retention_bytes"] { question.logRetentionBytes = bytes.int ?? 0 }
        return .ok(try await call.send(ProjectRPC.updateProject, question).json)
    }

    private func delete(_ call: Call) async throws -> Answer {
        let question = Proto.DeleteProjectRequest(projectID: try call.inside.project.description)
        _ = try await call.send(ProjectRPC.deleteProject, question)
        authorizer.forget(try call.inside.project, of: try call.account)
        return .accepted(["id": .string(question.projectID), "state": "deleting"])
    }
}
