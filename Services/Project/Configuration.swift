import Core
import Hosting

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("projects.perAccount", default: "50", about: "How many projects one account may own; the next is refused (429)."),
        Setting("deletion.intervalSeconds", default: "2", about: "How often a deletion that others still work on is asked for again."),
        Setting("log.retentionDaysMost", default: "90", about: "How many days a project may have its lines kept; the log service is told the same."),
        Setting("log.retentionBytesMost", default: "10737418240", about: "How much of each app's output a project may have kept."),
    ]

    let projectsPerAccount: Int
    let deletionInterval: Duration
    let retention: LogRetentionLimit

    init(_ settings: Settings) throws(Fault) {
        projectsPerAccount = try settings.int("projects.perAccount", default: 50, in: 1...100_000)
        deletionInterval = try settings.duration("deletion.intervalSeconds", default: .seconds(2))
        retention = LogRetentionLimit(
            days: Int64(try settings.int("log.retentionDaysMost", default: 90, in: 1...366)),
            bytes: Int64(try settings.int("log.retentionBytesMost", default: 10 << 30, in: 1 << 20...1 << 50)))
    }
}
