import Core
import Identity
import Messages
import Messaging

/// The gateway's question before it signs an actor: which project is meant, and what is the account in it?
/// A project of others and no project at all look the same.
struct GetMembershipHandler: Sendable {
    let store: ProjectStore

    func handle(_ request: Proto.MembershipRequest, _ context: RequestContext) async throws(Fault) -> Proto.Membership {
        let account = try AccountID(validating: request.accountID, field: "account_id")
        guard let membership = try await store.membership(of: account, in: ProjectReference(request.project)) else {
            throw .notFound("such project")
        }
        return Proto.Membership(
            projectID: membership.project.id.description, projectName: membership.project.name,
            role: membership.role.rawValue, state: membership.project.state.rawValue)
    }
}
