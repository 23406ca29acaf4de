import Core
import Hosting

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("engine.socket", about: "The Unix socket of the container engine, whose containers' output is read."),
        Setting("log.retentionDays", default: "14", about: "How many days a line is kept."),
        Setting("log.linesPerApp", default: "1000000", about: "How many of an app's newest lines are kept, however young the others are."),
        Setting("log.tailedApps", default: "500", about: "How many apps one replica reads at once; more wait for another replica."),
    ]

    let engineSocket: String
    let retention: Duration
    let linesPerApp: Int64
    let tailedApps: Int

    init(_ settings: Settings) throws(Fault) {
        engineSocket = try settings.string("engine.socket")
        retention = .seconds(86_400 * (try settings.int("log.retentionDays", default: 14, in: 1...3650)))
        linesPerApp = Int64(try settings.int("log.linesPerApp", default: 1_000_000, in: 1_000...1_000_000_000))
        tailedApps = try settings.int("log.tailedApps", default: 500, in: 1...10_000)
    }
}
