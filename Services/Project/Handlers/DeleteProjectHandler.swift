import Core
import Hosting
import Identity
import Messages
import Messaging

/// Begins the end: answered once the row says `deleting`; the reconciler does the rest. Asking twice is not an error.
struct DeleteProjectHandler: Sendable {
    let store: ProjectStore
    let deletions: Nudge

    func handle(_ request: Proto.DeleteProjectRequest, _ context: RequestContext) async throws(Fault) -> Proto.Empty {
        let project = try context.project(request.projectID)
        try context.require(.owner)
        try await store.markDeleting(project)
        deletions()
        return Proto.Empty()
    }
}
