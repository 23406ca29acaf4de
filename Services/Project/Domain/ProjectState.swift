/// Where a project is in its life; the only way is `active` → `deleting` → gone.
enum ProjectState: String, Sendable {
    /// Leaves by a deletion.
    case active
    /// Takes nothing new; leaves, with its row, when the app service says that nothing of it is left.
    case deleting
}
