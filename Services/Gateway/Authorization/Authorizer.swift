import Core
import Identity
import Messages
import Messaging
import Wire

/// Says where a resource lives and what the caller may do there. What one may not see is answered as what is not there.
///
/// Where a thing lives never changes, so that is kept for minutes; a role may be taken away, so that is at most a
/// second old. Both caches are bounded; what falls out of them costs one question.
struct Authorizer: Sendable {
    private struct Membership: Hashable { let account: AccountID; let project: String }

    private let backend: Backend
    private let places = BoundedCache<String, String>(capacity: 20_000, lifetime: .seconds(300))
    private let memberships = BoundedCache<Membership, Place>(capacity: 20_000, lifetime: .seconds(1))

    init(backend: Backend) {
        self.backend = backend
    }

    /// Where the resource lives, if the caller is a member there.
    func place(
        of resource: Resource, _ id: String, for caller: Caller, _ context: CallContext
    ) async throws(Fault) -> Place {
        do {
            let project = try await project(of: resource, id, context)
            return try await membership(in: project, of: caller, context)
        } catch {
            throw error.code == .notFound ? .notFound(resource.rawValue) : error
        }
    }

    /// Forgets a role at once, after the caller changed it.
    func forget(_ project: ProjectID, of caller: Caller) {
        memberships.forget(Membership(account: caller.account, project: project.description))
    }

    private func project(of resource: Resource, _ id: String, _ context: CallContext) async throws(Fault) -> String {
        guard resource != .project else { return ID<ProjectTag>(id)?.description ?? id }
        guard let id = ID<Resource>(id)?.description else { throw .notFound(resource.rawValue) }
        return try await places.value(of: "\(resource.rawValue)/\(id)") { () async throws(Fault) -> String in
            let question = Proto.LocateRequest(id: id)
            let location = switch resource {
            case .deployment: try await backend.send(DeployInternalRPC.locate, question, context)
            case .build: try await backend.send(BuildInternalRPC.locate, question, context)
            case .app, .project: try await backend.send(AppInternalRPC.locate, question, context)
            }
            guard !location.projectID.isEmpty else { throw .notFound(resource.rawValue) }
            return location.projectID
        }
    }

    private func membership(in project: String, of caller: Caller, _ context: CallContext) async throws(Fault) -> Place {
        try await memberships.value(of: Membership(account: caller.account, project: project)) { () async throws(Fault) -> Place in
            let question = Proto.MembershipRequest(accountID: caller.account.description, project: project)
            let answer = try await backend.send(ProjectInternalRPC.getMembership, question, context)
            guard let id = ProjectID(answer.projectID), let role = Role(rawValue: answer.role) else {
                throw .internal("the project service answered a membership of role \"\(answer.role)\"")
            }
            return Place(project: id, projectName: answer.projectName, role: role)
        }
    }
}
