import Core
import Identity
import Messages
import Messaging

/// Calls a deployment off: legal until it is live; a second time changes nothing.
struct CancelDeploymentHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.GetDeploymentRequest, _ context: RequestContext) async throws(Fault) -> Proto.Deployment {
        try context.require(.deployer)
        let id = try DeploymentID(validating: request.deploymentID, field: "deployment_id")
        return try await store.cancel(id, project: try context.project).proto
    }
}
