import ContainerEngine
import Core
import Hosting

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("engine.socket", about: "The Unix socket of the container engine that builds images."),
        Setting("registry", default: "127.0.0.1:15000", about: "Host and port of the registry that images go to."),
        Setting("registry.maintenanceProgram", default: "", about: "What sweeps the registry: the path of a program that takes `collect` or `measure`; empty: its operator does."),
        Setting("registry.maintenanceSeconds", default: "1800", about: "How long sweeping the registry may take."),
        Setting("collect.intervalSeconds", default: "3600", about: "How often images that nothing needs are removed."),
        Setting("collect.graceSeconds", default: "86400", about: "An image that was built, or last deployed, less long ago stays whatever needs it."),
        Setting("collect.cacheSeconds", default: "604800", about: "Build cache older than this goes."),
        Setting("work.directory", about: "Where sources lie while they are built."),
        Setting("allow.privateSources", default: "false", about: "Whether repositories may be at private addresses, and be read over plain http."),
    ] + BaseImages.names.map { name in
        Setting("base.image.\(name)", default: BaseImages.upstream[name] ?? "", about: "The base image `\(name)` of generated Dockerfiles; {version} stands for a version.")
    } + [
        Setting("build.concurrency", default: "2", about: "Builds at once in this process; the others wait in the queue."),
        Setting("build.timeoutSeconds", default: "1800", about: "How long one attempt may take."),
        Setting("build.memory", default: "2Gi", about: "What the steps of a build may use, as a quantity."),
        Setting("build.env", default: "", about: "Mirrors and proxies for the steps of builds: NAME=value,NAME=value."),
        Setting("build.network", default: "isolated", about: "What the steps of builds can reach: isolated (the internet), host or none."),
        Setting("source.intervalSeconds", default: "30", about: "How often a source that moved within a day is looked at."),
        Setting("source.limitMegabytes", default: "1024", about: "How large a source may be, packed and unpacked."),
    ]

    let engineSocket: String
    let registry: String
    let maintenanceProgram: String?
    let maintenancePatience: Duration
    let collectInterval: Duration
    let collectGrace: Duration
    let cacheAge: Duration
    let workDirectory: String
    let allowsPrivateSources: Bool
    let bases: BaseImages
    let concurrency: Int
    let timeout: Duration
    let memory: Int64
    let environment: [String: String]
    let network: BuildNetwork
    let sourceInterval: Duration
    let sourceLimit: Int64

    init(_ settings: Settings) throws(Fault) {
        engineSocket = try settings.string("engine.socket")
        registry = try settings.string("registry", default: "127.0.0.1:15000")
        let program = try settings.string("registry.maintenanceProgram", default: "")
        guard program.isEmpty || program.hasPrefix("/") else {
            throw Fault(.failedPrecondition, "SLIPWAY_REGISTRY_MAINTENANCE_PROGRAM is \"\(program)\", but must be an absolute path.")
        }
        maintenanceProgram = program.isEmpty ? nil : program
        maintenancePatience = try settings.duration("registry.maintenanceSeconds", default: .seconds(1800))
        collectInterval = try settings.duration("collect.intervalSeconds", default: .seconds(3600))
        collectGrace = try settings.duration("collect.graceSeconds", default: .seconds(86_400))
        cacheAge = try settings.duration("collect.cacheSeconds", default: .seconds(7 * 86_400))
        workDirectory = try settings.string("work.directory")
        allowsPrivateSources = try settings.bool("allow.privateSources", default: false)
        var own: [String: String] = [:]
        for (name, upstream) in BaseImages.upstream { own[name] = try settings.string("base.image.\(name)", default: upstream) }
        bases = BaseImages(own)
        concurrency = try settings.int("build.concurrency", default: 2, in: 1...64)
        timeout = try settings.duration("build.timeoutSeconds", default: .seconds(1800))
        let memory = try settings.string("build.memory", default: "2Gi")
        guard let bytes = Quantity.bytes(memory), bytes >= 64 << 20 else {
            throw Fault(.failedPrecondition, "SLIPWAY_BUILD_MEMORY is \"\(memory)\", but must be a quantity of at least 64Mi.")
        }
        self.memory = bytes
        environment = try Self.pairs(settings.list("build.env", default: []))
        network = try Self.network(settings.string("build.network", default: "isolated"))
        sourceInterval = try settings.duration("source.intervalSeconds", default: .seconds(30))
        sourceLimit = Int64(try settings.int("source.limitMegabytes", default: 1024, in: 1...65_536)) << 20
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
}
