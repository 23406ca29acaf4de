import Core
import Identity
import Messages
import Messaging

/// How a commit of an app would be built: looked at now, built later.
struct GetPlanHandler: Sendable {
    let foresight: Foresight
    let variables: VariableSource

    func handle(_ question: Proto.GetPlanRequest, _ context: RequestContext) async throws -> Proto.BuildPlan {
        try context.require(.viewer)
        var request = BuildRequest(question.source, question.settings, startCommand: question.startCommand)
        guard request.method != "image" else {
            return Proto.BuildPlan(plan: BuildPlan.image(question.settings?.image ?? "").json.encoded())
        }
        guard question.commit.isEmpty || GitRef.isCommit(question.commit) else { throw Fault.invalid("commit", "must be 40 lower-case hex digits") }
        // Of the newest config, as the next deployment would have it.
        if !question.appID.isEmpty { request.variables = try await variables.described(question.appID, config: 0).keys }
        // Leaves room for the answer itself.
        let time = max(context.deadline.remaining - .milliseconds(500), .milliseconds(500))
        do {
            let (commit, plan) = try await foresight.plan(request, branch: question.branch, commit: question.commit, deadline: .after(time))
            return Proto.BuildPlan(commit: commit, branch: question.branch, plan: plan.json.encoded())
        } catch let failure as BuildFailure {
            throw failure.fault
        }
    }
}
