import Core
import Identity

/// The project that a call is about, as the caller may see it.
struct Place: Sendable, Equatable {
    let project: ProjectID
    let projectName: String
    let role: Role

    /// Forbidden, not absent: whoever is a member may know that the thing is there.
    func require(_ least: Role) throws(Fault) {
        guard role >= least else {
            throw .forbidden("This needs the role \(least.rawValue) in the project; yours is \(role.rawValue).")
        }
    }
}
