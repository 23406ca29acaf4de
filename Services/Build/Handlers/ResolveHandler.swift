import Core
import Messages
import Messaging

/// Which commit has this ref now? A commit that is told is checked for its form; the build will find out whether it is there.
struct ResolveHandler: Sendable {
    let remote: RemoteRepository

    func handle(_ request: Proto.ResolveRequest, _ context: RequestContext) async throws -> Proto.ResolveReply {
        if !request.commit.isEmpty {
            guard GitRef.isCommit(request.commit) else { throw Fault.invalid("commit", "must be 40 lower-case hex digits") }
            return Proto.ResolveReply(commit: request.commit, branch: request.branch)
        }
        // Leaves room for the answer itself.
        let time = min(max(context.deadline.remaining - .milliseconds(300), .milliseconds(500)), .seconds(30))
        do {
            let commit = try await remote.commit(of: request.branch, in: request.repository, deadline: .after(time))
            return Proto.ResolveReply(commit: commit, branch: request.branch)
        } catch {
            throw error.fault
        }
    }
}
