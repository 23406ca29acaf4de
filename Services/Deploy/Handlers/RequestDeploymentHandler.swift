import Core
import Messages
import Messaging

/// Decides on a commit that the app service saw on a followed source.
struct RequestDeploymentHandler: Sendable {
    let desired: Desired
    let store: DeployStore

    func handle(
        _ request: Proto.RequestDeploymentRequest, _ context: RequestContext
    ) async throws(Fault) -> Proto.RequestDeploymentReply {
        let project = try ProjectID(validating: request.projectID, field: "project_id")
        guard let trigger = Trigger(rawValue: request.trigger), !trigger.isRequested else {
            throw .invalid("trigger", "must be push or poll")
        }
        guard !request.commit.isEmpty else { throw .invalid("commit", "must not be empty") }
        guard !request.sourceVersion.isEmpty else { throw .invalid("source_version", "must not be empty") }
        let desired: Proto.AppDesired
        do {
            desired = try await self.desired.app(request.appID, project: project, context)
        } catch where error.code == .failedPrecondition || error.code == .notFound {
            return Proto.RequestDeploymentReply(deploymentID: "", verdict: error.message)
        }
        let verdict = try await store.request(
            NewDeployment(
                id: DeploymentID(), desired: desired, trigger: trigger, commit: request.commit, branch: request.branch,
                sourceVersion: request.sourceVersion, config: Int(desired.config)))
        return Proto.RequestDeploymentReply(deploymentID: verdict.deployment?.description ?? "", verdict: verdict.verdict)
    }
}
