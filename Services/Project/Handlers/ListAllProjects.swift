import Core
import Messages
import Messaging

/// Every project, page by page in the order of their ids, for a service that has lost the feed.
struct ListAllProjectsHandler: Sendable {
    let store: ProjectStore

    func handle(_ request: Proto.ListAllProjectsRequest, _ context: RequestContext) async throws(Fault) -> Proto.ProjectList {
        let after = request.afterID.isEmpty ? nil : try ProjectID(validating: request.afterID, field: "after_id")
        let projects = try await store.all(after: after, atMost: request.limit == 0 ? 200 : min(Int(request.limit), 500))
        return Proto.ProjectList(items: projects.map { $0.message() })
    }
}
