import Identity

/// A project as one of its members sees it.
struct Membership: Sendable, Equatable {
    let project: Project
    let role: Role
}
