import Core
import Identity
import Messages

extension Membership {
    var message: Proto.Project { project.message(role: role.rawValue) }
}

extension Project {
    /// - Parameter role: the asker's; empty in a fact, which has no asker.
    func message(role: String = "") -> Proto.Project {
        Proto.Project(
            id: id.description, name: name, state: state.rawValue, role: role, ownerID: ownerID.description,
            createdAt: createdAt.microseconds, updatedAt: updatedAt.microseconds, displayName: displayName,
            logRetentionDays: logRetention.days, logRetentionBytes: logRetention.bytes)
    }
}
