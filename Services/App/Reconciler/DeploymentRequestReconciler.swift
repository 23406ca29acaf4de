import Core
import Logging
import Messages
import Messaging

/// Asks the deploy service for what a moved source calls for. It answers a repeated request as the first one.
struct DeploymentRequestReconciler: Sendable {
    let store: AppStore
    let rpc: RPCClient
    let log: Logger

    func pass() async throws {
        while true {
            let orders = try await store.claimRequests()
            guard !orders.isEmpty else { return }
            for order in orders { try await ask(order) }
        }
    }

    private func ask(_ order: DeploymentOrder) async throws(Fault) {
        let request = Proto.RequestDeploymentRequest(
            appID: order.app.description, projectID: order.project.description, commit: order.commit, branch: order.branch,
            sourceVersion: order.sourceVersion, trigger: "poll")
        do {
            let reply = try await rpc.call(DeployInternalRPC.requestDeployment, request, .new(deadline: .seconds(5)))
            log.info(
                "deployment requested",
                metadata: ["app.id": "\(order.app)", "deployment.id": "\(reply.deploymentID)", "verdict": "\(reply.verdict)"])
        } catch where !error.code.isRetryable && error.code != .internal {
            log.warning("deployment refused", metadata: ["app.id": "\(order.app)", "error": "\(String(reflecting: error))"])
        }
        try await store.settle(order)
    }
}
