import Core
import Messages
import Messaging

/// Whoever makes a project owns it. The caller makes the id, so a repeated command answers with the same project.
struct CreateProjectHandler: Sendable {
    let store: ProjectStore
    let quota: Int

    func handle(_ request: Proto.CreateProjectRequest, _ context: RequestContext) async throws(Fault) -> Proto.Project {
        let account = try context.account
        try Names.checkLabel(request.name, field: "name")
        let id = request.id.isEmpty ? ProjectID() : try ProjectID(validating: request.id, field: "id")
        return try await store.create(id, name: request.name, owner: account, quota: quota).message
    }
}
