import Core

/// How long lines are kept where a project has not chosen, and the most that it may choose.
struct Retention: Sendable {
    var days = 14
    var mostDays = 90
    /// Of each app.
    var bytes: Int64 = 1 << 30
    var mostBytes: Int64 = 10 << 30
    var lines: Int64 = 10_000_000
}
