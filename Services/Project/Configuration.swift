import Core
import Hosting

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("projects.perAccount", default: "50", about: "How many projects one account may own; the next is refused (429)."),
        Setting("deletion.intervalSeconds", default: "2", about: "How often a deletion that others still work on is asked for again."),
    ]

    let projectsPerAccount: Int
    let deletionInterval: Duration

    init(_ settings: Settings) throws(Fault) {
        projectsPerAccount = try settings.int("projects.perAccount", default: 50, in: 1...100_000)
        deletionInterval = try settings.duration("deletion.intervalSeconds", default: .seconds(2))
    }
}
