import Core
import Messages
import Messaging

struct FollowSourceHandler: Sendable {
    let store: SourceStore
    let policy: SourcePolicy
    let nudge: @Sendable () -> Void

    func handle(_ command: Proto.FollowSourceRequest, _ context: RequestContext) async throws -> Proto.Empty {
        if !command.repository.isEmpty {
            do { _ = try policy.parse(command.repository) } catch { throw error.fault }
            guard GitRef.isWellFormed(command.branch) else { throw Fault.invalid("branch", "can't be the name of a branch") }
        }
        let isNew = try await store.follow(
            app: try AppID(validating: command.appID, field: "app_id"),
            project: try ProjectID(validating: command.projectID, field: "project_id"), repository: command.repository,
            branch: command.branch)
        if isNew { nudge() }
        return Proto.Empty()
    }
}
