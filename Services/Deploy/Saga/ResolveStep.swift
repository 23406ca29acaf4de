import Core
import Messages
import Messaging

/// Which commit is it? The build service asks the remote; a commit that was named is checked for its form only.
struct ResolveStep: Sendable {
    let store: DeployStore
    let rpc: RPCClient

    func run(_ state: SagaState, _ lease: Leased<DeploymentID>) async throws -> StepOutcome {
        let deployment = state.deployment
        let source = deployment.desired.app?.source
        let request = Proto.ResolveRequest(
            appID: deployment.app.description, repository: source?.repository ?? "", branch: deployment.branch,
            commit: deployment.commit ?? "")
        let answer: Proto.ResolveReply
        do {
            answer = try await rpc.call(BuildInternalRPC.resolve, request, .new(deadline: .seconds(40)))
        } catch {
            // A refusal with a reason is the remote's; without one it is ours and may pass.
            if let reason = error.reason, FailureReason(rawValue: reason) != nil { return .failed(DeploymentFailure(error)) }
            if error.code == .invalidArgument { return .failed(DeploymentFailure(error, otherwise: .refNotFound)) }
            throw error
        }
        let branch = answer.branch.isEmpty ? deployment.branch : answer.branch
        let detail = "\(branch.isEmpty ? "The commit" : branch) is at \(answer.commit.prefix(7))."
        let input = ContentHash.of(request.repository, request.branch, request.commit)
        try await store.resolve(lease, commit: answer.commit, branch: branch, detail: detail, input: input)
        return .written
    }
}
