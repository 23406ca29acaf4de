import Core
import Hosting
import Identity
import Messages
import Messaging

struct UpdateProjectHandler: Sendable {
    let store: ProjectStore
    let limit: LogRetentionLimit

    func handle(_ request: Proto.UpdateProjectRequest, _ context: RequestContext) async throws(Fault) -> Proto.Project {
        let project = try context.project(request.projectID)
        try context.require(.admin)
        if let name = request.displayName { try Names.checkText(name, field: "display_name", least: 0, most: 100) }
        try limit.check(days: request.logRetentionDays, bytes: request.logRetentionBytes)
        let change = ProjectChange(displayName: request.displayName, days: request.logRetentionDays, bytes: request.logRetentionBytes)
        if change != ProjectChange() { try await store.update(project, change) }
        guard let membership = try await store.membership(of: context.account, in: .id(project)) else {
            throw .notFound("such project")
        }
        return membership.message
    }
}
