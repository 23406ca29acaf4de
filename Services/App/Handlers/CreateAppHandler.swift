import Core
import Identity
import Messages
import Messaging

struct CreateAppHandler: Sendable {
    let store: AppStore
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.CreateAppRequest, _ context: RequestContext) async throws -> Proto.App {
        try context.require(.deployer)
        let id = try AppID(validating: command.id, field: "id")
        let project = try context.project
        guard command.projectID == project.description else { throw Fault.notFound("project \(command.projectID.prefix(60))") }
        var app = Proto.App(
            id: id.description, projectID: command.projectID, projectName: command.projectName, name: command.name, source: command.source,
            build: command.build, run: command.run)
        app.fillDefaults()
        try AppRules.check(app)
        try Names.checkLabel(command.projectName, field: "project_name")
        let made = try await store.create(app, id: id, project: project)
        nudge()
        return made
    }
}
