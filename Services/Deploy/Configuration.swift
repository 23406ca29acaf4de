import ContainerEngine
import Core
import Hosting
import Sealing

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings =
        [
            Setting("master.key", .file, about: "Opens variables and seals releases: 64 hex digits, mode 0600; in a rotation the earlier key in a line below."),
            Setting("runtime", default: "engine", about: "Where instances run: engine (containers on this machine) or kubernetes (a cluster)."),
            Setting("health.deadlineSeconds", default: "60", about: "How long after its start an instance must serve; then its deployment fails."),
            Setting("soak.seconds", default: "2", about: "How long new instances must have served before their deployment counts as live."),
            Setting("drain.seconds", default: "2 (kubernetes: 5)", about: "How long an instance of before goes on serving when it is no longer routed to: until every router knows, and old requests are done."),
            Setting("keep.releases", default: "10", about: "Earlier images of each app that stay, to go back to; older ones are removed."),
            Setting("deploy.width", default: "4", about: "Deployments that move at once in this replica; the next wait in the database."),
        ] + RegistryConfiguration.settings + EngineConfiguration.settings + ClusterConfiguration.settings

    /// What the chosen runtime reads.
    enum Runtime: Sendable {
        case engine(EngineConfiguration)
        case kubernetes(ClusterConfiguration)
    }

    let masterKey: MasterKey
    let registry: RegistryConfiguration
    let runtime: Runtime
    let healthDeadline: Duration
    let soak: Duration
    let drain: Duration
    let width: Int
    let keptReleases: Int

    init(_ settings: Settings) throws(Fault) {
        masterKey = try settings.masterKey()
        let drain: Duration
        switch try settings.string("runtime", default: "engine") {
        case "engine": (runtime, drain) = (.engine(try EngineConfiguration(settings)), .seconds(2))
        // An ingress controller may take its time: Traefik gathers changes for 2 s (providersThrottleDuration).
        case "kubernetes": (runtime, drain) = (.kubernetes(try ClusterConfiguration(settings)), .seconds(5))
        case let other: throw Fault(.failedPrecondition, "SLIPWAY_RUNTIME is \"\(other)\", but it must be engine or kubernetes.")
        }
        registry = try RegistryConfiguration(settings)
        healthDeadline = try settings.duration("health.deadlineSeconds", default: .seconds(60))
        soak = try settings.duration("soak.seconds", default: .seconds(2))
        self.drain = try settings.duration("drain.seconds", default: drain)
        keptReleases = try settings.int("keep.releases", default: 10, in: 1...1_000)
        width = try settings.int("deploy.width", default: 4, in: 1...64)
    }
}
