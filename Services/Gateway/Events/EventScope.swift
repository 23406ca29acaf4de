import Core

/// Whose events a client follows, and so which of the two numbers its ids are.
enum EventScope: Sendable, Equatable {
    /// One project's, numbered in its own sequence; of one app if given.
    case project(ProjectID, app: AppID?)
    /// Those of several projects, by their position among all.
    case projects([ProjectID])

    /// The row of `event_counters`.
    var counter: String {
        switch self {
        case .project(let id, _): id.description
        case .projects: "all"
        }
    }
}
