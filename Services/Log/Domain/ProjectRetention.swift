import Core
import Messages

/// What a project has chosen; nil is the operator's choice.
struct ProjectRetention: Sendable, Equatable {
    let project: ProjectID
    let days: Int64?
    let bytes: Int64?

    init(_ project: Proto.Project) throws(Fault) {
        self.project = try ProjectID(validating: project.id, field: "id")
        days = project.logRetentionDays
        bytes = project.logRetentionBytes
    }
}
