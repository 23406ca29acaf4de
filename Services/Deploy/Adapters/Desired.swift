import Core
import Messages
import Messaging

/// What the app service says an app shall be.
struct Desired: Sendable {
    let rpc: RPCClient

    /// Refuses what cannot be deployed: another project's, one that is being deleted.
    func app(_ id: String, project: ProjectID?, _ context: RequestContext) async throws(Fault) -> Proto.AppDesired {
        _ = try AppID(validating: id, field: "app_id")
        let desired = try await rpc.call(AppInternalRPC.getDesired, Proto.GetAppRequest(appID: id), context.calling())
        guard let app = desired.app else { throw .internal("the app service answered without an app") }
        if let project, app.projectID != project.description { throw .notFound("app \(id)") }
        guard app.state != "deleting" else { throw .wrongState("\(app.name) is being deleted.") }
        return desired
    }
}
