import Core
import Messages
import Messaging

struct GetDeploymentHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.GetDeploymentRequest, _ context: RequestContext) async throws(Fault) -> Proto.Deployment {
        let id = try DeploymentID(validating: request.deploymentID, field: "deployment_id")
        guard let found = try await store.deployment(id, project: try context.project) else { throw .notFound("deployment \(id)") }
        return found.proto
    }
}
