import Core
import Logging
import Messages
import Messaging

/// Asks the app service to remove what a deleted project still has, again and again, until it says that nothing is left.
///
/// Asking is idempotent and so is the removal of the row, so any number of replicas may run this at once.
struct DeletionReconciler: Sendable {
    let store: ProjectStore
    let rpc: RPCClient
    let log: Logger

    @Sendable func pass() async throws {
        for project in try await store.deleting() {
            do {
                try await advance(project)
            } catch {
                // The next project is not to wait for this one; the next pass asks again.
                log.warning(
                    "could not go on deleting a project",
                    metadata: ["project.id": "\(project)", "error": "\(String(reflecting: error))"])
            }
        }
    }

    private func advance(_ project: ProjectID) async throws(Fault) {
        let request = Proto.DeleteProjectAppsRequest(projectID: project.description)
        let reply = try await rpc.call(AppInternalRPC.deleteProject, request, .new())
        guard reply.done else {
            log.debug("a deletion goes on", metadata: ["project.id": "\(project)", "remaining": "\(reply.remaining)"])
            return
        }
        if try await store.remove(project) { log.info("deleted a project", metadata: ["project.id": "\(project)"]) }
    }
}
