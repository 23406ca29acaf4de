import Core
import Logging
import Messages
import Messaging

/// Asks everyone who keeps something of an app that goes, again and again, until all have confirmed; then the row goes too.
/// Instances first, and only then the images that they run.
struct DeletionReconciler: Sendable {
    let store: AppStore
    let rpc: RPCClient
    let log: Logger

    func pass() async throws {
        for deletion in try await store.openDeletions() {
            do {
                try await advance(deletion)
            } catch {
                log.warning("deleting app failed", metadata: ["app.id": "\(deletion.app)", "error": "\(String(reflecting: error))"])
            }
        }
    }

    private func advance(_ open: AppDeletion) async throws(Fault) {
        var deletion = open
        let request = Proto.DeleteAppRequest(projectID: deletion.project.description, appID: deletion.app.description)
        var problem: Fault?
        do {
            if !deletion.deployIsDone {
                deletion.deployIsDone = try await rpc.call(DeployInternalRPC.deleteApp, request, .new(deadline: .seconds(5))).done
            }
            if deletion.deployIsDone && !deletion.buildIsDone {
                deletion.buildIsDone = try await rpc.call(BuildInternalRPC.deleteApp, request, .new(deadline: .seconds(5))).done
            }
            if deletion.deployIsDone && deletion.buildIsDone && !deletion.logIsDone {
                deletion.logIsDone = try await rpc.call(LogInternalRPC.deleteApp, request, .new(deadline: .seconds(5))).done
            }
        } catch {
            problem = error
        }
        try await store.acknowledge(deletion)
        if let problem { throw problem }
        if deletion.isDone {
            try await store.finishDeletion(of: deletion.app)
            log.info("app is gone", metadata: ["app.id": "\(deletion.app)"])
        }
    }
}
