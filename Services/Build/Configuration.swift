import ContainerEngine
import Core
import Hosting

/// What the build service is told.
struct Configuration: Sendable {
    /// `engine.socket`: the container engine's Unix socket. Required.
    let engineSocket: String
    /// `registry`: host and port of the registry that images go to.
    let registry: String
    /// `work.directory`: where sources lie while they are built. Required.
    let workDirectory: String
    /// `allow.private.sources`: repositories at private addresses, and plain http.
    let allowsPrivateSources: Bool
    /// `base.image.<name>`, one a language, `static` and `shell`: what generated Dockerfiles begin with.
    let bases: BaseImages
    /// `build.concurrency`: builds at once in this process; the others wait in the queue.
    let concurrency: Int
    /// `build.timeout.seconds`: how long one attempt may take.
    let timeout: Duration
    /// `build.memory`: what the steps of a build may use, as a quantity.
    let memory: Int64
    /// `build.env`: K=V,K=V: mirrors and proxies for the steps of builds.
    let environment: [String: String]
    /// `build.network`: what the steps of builds can reach: isolated (the internet), host or none.
    let network: BuildNetwork
    /// `source.interval.seconds`: how often a source that moved within a day is looked at.
    let sourceInterval: Duration
    /// `source.limit.megabytes`: how large a source may be, packed and unpacked.
    let sourceLimit: Int64

    /// `registry.maintenance.program`: what sweeps the registry; nil: its operator does.
    let maintenanceProgram: String?
    /// `registry.maintenance.seconds`: how long it may take.
    let maintenancePatience: Duration
    /// `collect.interval.seconds`: how often images that nothing needs are removed.
    let collectInterval: Duration
    /// `collect.grace.seconds`: an image that was built, or last deployed, less long ago stays whatever needs it.
    let collectGrace: Duration
    /// `collect.cache.seconds`: build cache older than this goes.
    let cacheAge: Duration

    init(_ settings: Settings) throws(Fault) {
        engineSocket = try settings.string("engine.socket")
        registry = try settings.string("registry", default: "127.0.0.1:15000")
        workDirectory = try settings.string("work.directory")
        allowsPrivateSources = try settings.bool("allow.private.sources", default: false)
        var own: [String: String] = [:]
        for (name, upstream) in BaseImages.upstream { own[name] = try settings.string("base.image.\(name)", default: upstream) }
        bases = BaseImages(own)
        concurrency = try settings.int("build.concurrency", default: 2, in: 1...64)
        timeout = try settings.duration("build.timeout.seconds", default: .seconds(1800))
        let memory = try settings.string("build.memory", default: "2Gi")
        guard let bytes = Quantity.bytes(memory), bytes >= 64 << 20 else {
            throw Fault(.failedPrecondition, "SLIPWAY_BUILD_MEMORY is \"\(memory)\", but must be a quantity of at least 64Mi.")
        }
        self.memory = bytes
        environment = try Self.pairs(settings.list("build.env", default: []))
        network = try Self.network(settings.string("build.network", default: "isolated"))
        sourceInterval = try settings.duration("source.interval.seconds", default: .seconds(30))
        let program = try settings.string("registry.maintenance.program", default: "")
        guard program.isEmpty || program.hasPrefix("/") else {
            throw Fault(.failedPrecondition, "SLIPWAY_REGISTRY_MAINTENANCE_PROGRAM is \"\(program)\", but must be an absolute path.")
        }
        maintenanceProgram = program.isEmpty ? nil : program
        maintenancePatience = try settings.duration("registry.maintenance.seconds", default: .seconds(1800))
        collectInterval = try settings.duration("collect.interval.seconds", default: .seconds(3600))
        collectGrace = try settings.duration("collect.grace.seconds", default: .seconds(86_400))
        cacheAge = try settings.duration("collect.cache.seconds", default: .seconds(7 * 86_400))
        sourceLimit = Int64(try settings.int("source.limit.megabytes", default: 1024, in: 1...65_536)) << 20
    }

    private static func pairs(_ items: [String]) throws(Fault) -> [String: String] {
        var pairs: [String: String] = [:]
        for item in items {
            let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard sides.count == 2, !sides[0].isEmpty else {
                throw Fault(.failedPrecondition, "SLIPWAY_BUILD_ENV has \"\(item)\", but every item must be NAME=value.")
            }
            pairs[String(sides[0])] = String(sides[1])
        }
        return pairs
    }

    private static func network(_ text: String) throws(Fault) -> BuildNetwork {
        switch text {
        case "isolated": return .isolated
        case "host": return .host
        case "none": return .none
        default: throw Fault(.failedPrecondition, "SLIPWAY_BUILD_NETWORK is \"\(text)\", but must be isolated, host or none.")
        }
    }

    /// The keys, for `--help`.
    static let settings: [Setting] = [
        Setting("engine.socket", about: "the container engine's Unix socket"),
        Setting("registry", default: "127.0.0.1:15000", about: "host and port of the registry that images go to"),
        Setting("registry.maintenance.program", default: "", about: "what sweeps the registry: the path of a program that takes `collect` or `measure`"),
        Setting("registry.maintenance.seconds", default: "1800", about: "how long sweeping the registry may take"),
        Setting("collect.interval.seconds", default: "3600", about: "how often images that nothing needs are removed"),
        Setting("collect.grace.seconds", default: "86400", about: "an image built or deployed less long ago stays in any case"),
        Setting("collect.cache.seconds", default: "604800", about: "build cache older than this goes"),
        Setting("work.directory", about: "where sources lie while they are built"),
        Setting("allow.private.sources", default: "false", about: "repositories at private addresses, and plain http"),
    ] + BaseImages.names.map { name in
        Setting("base.image.\(name)", default: BaseImages.upstream[name] ?? "", about: "the base image `\(name)`; {version} stands for a version")
    } + [
        Setting("build.concurrency", default: "2", about: "builds at once in this process"),
        Setting("build.timeout.seconds", default: "1800", about: "how long one attempt may take"),
        Setting("build.memory", default: "2Gi", about: "what the steps of a build may use"),
        Setting("build.env", default: "", about: "NAME=value,NAME=value: mirrors and proxies for the steps of builds"),
        Setting("build.network", default: "isolated", about: "what the steps of builds can reach: isolated, host or none"),
        Setting("source.interval.seconds", default: "30", about: "how often a source that moved within a day is looked at"),
        Setting("source.limit.megabytes", default: "1024", about: "how large a source may be"),
    ]
}
