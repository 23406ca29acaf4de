import Postgres

/// How far a build is. `succeeded`, `failed` and `cancelled` are final, except that another command may try a failed or
/// cancelled one, or one whose image was removed since or lies in another registry, again, as its next attempt.
package enum BuildStatus: String, Sendable, CaseIterable, PostgresValue {
    /// Waits for a worker. To: fetching, planning (no source), cancelled.
    case queued
    /// The commit is on its way. To: planning, failed, cancelled, queued (the worker died).
    case fetching
    /// What to build, and from what. To: building, failed, cancelled, queued.
    case planning
    /// The engine works. To: pushing, failed, cancelled, queued.
    case building
    /// The image goes to the registry. To: succeeded, failed, cancelled, queued.
    case pushing
    case succeeded
    case failed
    case cancelled
    /// Kept for readers of the API: a build that nobody needs any more.
    case superseded

    /// Nothing happens to it by itself any more.
    package var isFinal: Bool {
        switch self {
        case .succeeded, .failed, .cancelled, .superseded: true
        case .queued, .fetching, .planning, .building, .pushing: false
        }
    }
}
