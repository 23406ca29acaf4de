import Core
import Postgres

/// The log service's tables. Statements stand beside what they serve: appending, reading, tails, deletion.
struct LogStore: Sendable {
    let pool: PostgresPool
}

/// Lines that were stored, as followers hear of them.
struct StoredLines: Sendable {
    let app: AppID
    let project: ProjectID
    /// The app's sequence before these lines: a follower that stands elsewhere has missed something.
    let previous: Int64
    let lines: [LogLine]

    var last: Int64 { previous + Int64(lines.count) }
}
