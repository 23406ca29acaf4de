import Core
import Messages
import Messaging

struct GetTimelineHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.GetDeploymentRequest, _ context: RequestContext) async throws(Fault) -> Proto.Timeline {
        let id = try DeploymentID(validating: request.deploymentID, field: "deployment_id")
        return Proto.Timeline(items: try await store.timeline(of: id, project: try context.project).map(\.proto))
    }
}
