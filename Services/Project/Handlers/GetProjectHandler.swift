import Core
import Hosting
import Identity
import Messages
import Messaging

struct GetProjectHandler: Sendable {
    let store: ProjectStore

    func handle(_ request: Proto.GetProjectRequest, _ context: RequestContext) async throws(Fault) -> Proto.Project {
        let project = try context.project(request.projectID)
        try context.require(.viewer)
        guard let membership = try await store.membership(of: context.account, in: .id(project)) else {
            throw .notFound("such project")
        }
        return membership.message
    }
}
