import Core
import Messages
import Messaging

/// An image for the commit: asked for once under the deployment's own id, then waited for without holding anything.
struct BuildStep: Sendable {
    let store: DeployStore
    let rpc: RPCClient

    /// The change feed tells the end of a build; this is how often it is asked anyway.
    private static let interval = Duration.seconds(3)

    func run(_ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        let deployment = state.deployment
        let build: Proto.Build
        if let id = deployment.build {
            let told = try await store.build(id)
            if let told, Self.isOver(told.status) {
                build = told
            } else {
                build = try await rpc.call(BuildInternalRPC.getBuild, Proto.GetBuildRequest(buildID: id.description), .new())
            }
        } else {
            build = try await rpc.call(BuildInternalRPC.ensureBuild, request(deployment, state.app), .new(deadline: .seconds(15)))
        }
        let detail = Self.detail(build)
        try await store.attach(build, lease, detail: detail)
        switch build.status {
        case "succeeded": return .done(detail)
        case "failed": return .failed(DeploymentFailure(build: build.failure))
        case "cancelled": return .cancelled("build_cancelled")
        case "superseded": return .cancelled("build_superseded")
        default: return .wait(Self.interval, detail)
        }
    }

    private func request(_ deployment: Deployment, _ app: AppRecord) -> Proto.EnsureBuildRequest {
        let desired = deployment.desired.app
        return Proto.EnsureBuildRequest(
            key: deployment.id.description, projectID: app.project.description, appID: app.id.description, appName: app.name,
            projectName: app.projectName, commit: deployment.commit ?? "", branch: deployment.branch, source: desired?.source,
            settings: desired?.build, deploymentID: deployment.id.description, startCommand: desired?.run?.command ?? "",
            config: UInt32(deployment.config))
    }

    private static func isOver(_ status: String) -> Bool { ["succeeded", "failed", "cancelled", "superseded"].contains(status) }

    private static func detail(_ build: Proto.Build) -> String {
        switch build.status {
        case "succeeded": "Built \(build.commit.prefix(7))."
        case "queued": "Waits for a free builder."
        default: build.stepsTotal > 0 ? "\(build.status), \(build.stepsDone) of \(build.stepsTotal)" : build.status
        }
    }
}
