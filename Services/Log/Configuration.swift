import Core
import Hosting
import KubernetesClient

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("runtime", default: "engine", about: "Whose instances are read: engine (containers on this machine) or kubernetes (a cluster)."),
        Setting("engine.socket", default: "", about: "The Unix socket of the container engine, whose containers' output is read."),
        Setting("log.retentionDays", default: "14", about: "How many days a line is kept where a project has not chosen."),
        Setting("log.retentionDaysMost", default: "90", about: "How many days a project may choose."),
        Setting("log.retentionBytes", default: "1073741824", about: "How much of an app's newest output is kept, however young the rest is, where a project has not chosen."),
        Setting("log.retentionBytesMost", default: "10737418240", about: "How much a project may choose."),
        Setting("log.linesPerApp", default: "10000000", about: "How many of an app's newest lines are kept, however young the others are."),
        Setting("log.floodLinesPerSecond", default: "5000", about: "What an app's containers may write, over ten seconds; what is beyond is dropped, and a line says so."),
        Setting("log.floodBytesPerSecond", default: "2097152", about: "The same in bytes."),
        Setting("log.tailedApps", default: "500", about: "How many apps one replica reads at once; more wait for another replica."),
        Setting("log.expirySeconds", default: "600", about: "How often is looked for lines past their time."),
    ] + KubernetesConfiguration.settings

    enum Runtime: Sendable {
        case engine(socket: String)
        case kubernetes(KubernetesConfiguration)
    }

    let runtime: Runtime
    let retention: Retention
    let flood: FloodLimit
    let tailedApps: Int
    let expiryInterval: Duration

    init(_ settings: Settings) throws(Fault) {
        runtime = try Self.runtime(settings)
        retention = Retention(
            days: try settings.int("log.retentionDays", default: 14, in: 1...366),
            mostDays: try settings.int("log.retentionDaysMost", default: 90, in: 1...366),
            bytes: Int64(try settings.int("log.retentionBytes", default: 1 << 30, in: 1 << 20...1 << 50)),
            mostBytes: Int64(try settings.int("log.retentionBytesMost", default: 10 << 30, in: 1 << 20...1 << 50)),
            lines: Int64(try settings.int("log.linesPerApp", default: 10_000_000, in: 1_000...10_000_000_000)))
        flood = FloodLimit(
            linesPerSecond: try settings.int("log.floodLinesPerSecond", default: 5_000, in: 10...1_000_000),
            bytesPerSecond: try settings.int("log.floodBytesPerSecond", default: 2 << 20, in: 1 << 10...1 << 30))
        tailedApps = try settings.int("log.tailedApps", default: 500, in: 1...10_000)
        expiryInterval = try settings.duration("log.expirySeconds", default: .seconds(600))
    }

    private static func runtime(_ settings: Settings) throws(Fault) -> Runtime {
        switch try settings.string("runtime", default: "engine") {
        case "engine": return .engine(socket: try settings.string("engine.socket"))
        case "kubernetes": return .kubernetes(try KubernetesConfiguration(settings))
        case let other: throw Fault(.failedPrecondition, "SLIPWAY_RUNTIME is \"\(other)\", but it must be engine or kubernetes.")
        }
    }
}
