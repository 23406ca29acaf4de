import Core
import Logging
import Messages
import Messaging

/// Keeps the build service's idea of what each app follows in step.
struct FollowReconciler: Sendable {
    let store: AppStore
    let rpc: RPCClient
    let log: Logger

    func pass() async throws {
        while true {
            let orders = try await store.claimFollows()
            guard !orders.isEmpty else { return }
            for order in orders { try await tell(order) }
        }
    }

    private func tell(_ order: FollowOrder) async throws(Fault) {
        let request = Proto.FollowSourceRequest(
            projectID: order.project.description, appID: order.app.description, repository: order.repository, branch: order.branch)
        do {
            _ = try await rpc.call(BuildInternalRPC.followSource, request, .new(deadline: .seconds(5)))
        } catch where !error.code.isRetryable && error.code != .internal {
            // It will never be followed as it is: the sentence is told when it is deployed.
            log.info("source is not followed", metadata: ["app.id": "\(order.app)", "error": "\(error)"])
        }
        try await store.settle(order)
    }
}
