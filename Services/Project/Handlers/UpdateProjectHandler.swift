import Core
import Hosting
import Identity
import Messages
import Messaging

struct UpdateProjectHandler: Sendable {
    let store: ProjectStore

    func handle(_ request: Proto.UpdateProjectRequest, _ context: RequestContext) async throws(Fault) -> Proto.Project {
        let project = try context.project(request.projectID)
        try context.require(.admin)
        if let name = request.displayName { try Names.checkText(name, field: "display_name", least: 0, most: 100) }
        if let name = request.displayName { try await store.rename(project, to: name) }
        guard let membership = try await store.membership(of: context.account, in: .id(project)) else {
            throw .notFound("such project")
        }
        return membership.message
    }
}
