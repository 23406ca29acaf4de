import Core
import Hosting

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("engine.socket", about: "The Unix socket of the container engine, whose containers' output is read."),
        Setting("log.retentionDays", default: "14", about: "How many days a line is kept."),
        Setting("log.tailedApps", default: "500", about: "How many apps one replica reads at once; more wait for another replica."),
    ]

    let engineSocket: String
    let retention: Duration
    let tailedApps: Int

    init(_ settings: Settings) throws(Fault) {
        engineSocket = try settings.string("engine.socket")
        retention = .seconds(86_400 * (try settings.int("log.retentionDays", default: 14, in: 1...3650)))
        tailedApps = try settings.int("log.tailedApps", default: 500, in: 1...10_000)
    }
}
