import Core

/// A space with members and apps. Its name is unique in the installation and never changes: addresses are made of it.
struct Project: Sendable, Equatable {
    let id: ProjectID
    let name: String
    let displayName: String
    let state: ProjectState
    let ownerID: AccountID
    let logRetention: LogRetention
    let createdAt: Timestamp
    let updatedAt: Timestamp
}
