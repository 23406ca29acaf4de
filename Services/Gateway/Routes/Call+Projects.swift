import Core
import Messages

extension Call {
    /// The ids of the account's projects: a thousand at most, which is more than a person can look at.
    func allProjects() async throws(Fault) -> [String] {
        var projects: [String] = []
        var cursor: String?
        repeat {
            let question = Proto.ListProjectsRequest(
                accountID: try account.account.description, limit: UInt32(Page.most), cursor: cursor ?? "")
            let page = try await send(ProjectRPC.listProjects, question)
            projects += page.items.map(\.id)
            cursor = page.nextCursor
        } while cursor != nil && projects.count < 1_000
        return projects
    }
}
