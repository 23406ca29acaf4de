import Core
import Identity
import Messages
import Messaging

/// Makes an earlier release live again, ahead of whatever moves.
struct RollbackHandler: Sendable {
    let store: DeployStore

    func handle(_ request: Proto.RollbackRequest, _ context: RequestContext) async throws(Fault) -> Proto.Deployment {
        try context.require(.deployer)
        let id = try DeploymentID(validating: request.id, field: "id")
        let target = try DeploymentID(validating: request.deploymentID, field: "deployment_id")
        let account = context.actor?.account?.description ?? ""
        return try await store.rollBack(to: target, project: try context.project, as: id, by: account).proto
    }
}
