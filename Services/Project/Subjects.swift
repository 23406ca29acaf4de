import Core
import Messages
import Messaging

/// Everything this service says and hears, one line each.
enum Subjects {
    /// What it may say to others: known without a configuration, and what its NATS user is made from.
    static let declared = SubjectTable(service: "project")
        .calls(AppInternalRPC.deleteProject)

    /// What it answers. `ProjectInternalRPC.changes` is answered by the host.
    static func table(_ store: ProjectStore, quota: Int, retention: LogRetentionLimit, deletions: Nudge) -> SubjectTable {
        declared
            .answer(ProjectRPC.createProject, CreateProjectHandler(store: store, quota: quota).handle)
            .answer(ProjectRPC.getProject, GetProjectHandler(store: store).handle)
            .answer(ProjectRPC.listProjects, ListProjectsHandler(store: store).handle)
            .answer(ProjectRPC.updateProject, UpdateProjectHandler(store: store, limit: retention).handle)
            .answer(ProjectRPC.deleteProject, DeleteProjectHandler(store: store, deletions: deletions).handle)
            .answer(ProjectInternalRPC.listAllProjects, ListAllProjectsHandler(store: store).handle)
            .answer(ProjectInternalRPC.getMembership, GetMembershipHandler(store: store).handle)
    }
}
