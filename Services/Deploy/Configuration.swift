import Core
import Hosting
import Sealing

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = [
        Setting("master.key", .file, about: "Opens variables and seals releases: 64 hex digits, mode 0600."),
        Setting("runtime", default: "engine", about: "Where instances run: engine."),
        Setting("registry", about: "Where built images are, host:port: an app may name none of another project's."),
        Setting("engine.socket", about: "The container engine's Unix socket."),
        Setting("container.network", default: "bridge", about: "bridge: a network per project; else a mode of the engine's, e.g. slirp4netns."),
        Setting("router.directory", about: "The folder that the router watches; one file per app is written there."),
        Setting("router.api", default: "http://127.0.0.1:18090", about: "The router's API: traffic counts as moved when it says so."),
        Setting("health.deadlineSeconds", default: "60", about: "How long after its start an instance must serve; then its deployment fails."),
        Setting("soak.seconds", default: "2", about: "How long new instances must have served before traffic comes."),
        Setting("drain.seconds", default: "2", about: "How long an instance without new requests may finish the old ones."),
        Setting("instance.portRange", default: "20000-29999", about: "Loopback ports for instances; when all are taken, none is added."),
        Setting("keep.releases", default: "10", about: "Earlier images of each app that stay, to go back to; older ones are removed."),
        Setting("deploy.width", default: "4", about: "Deployments that move at once in this replica; the next wait in the database."),
    ]

    let masterKey: MasterKey
    let registry: String
    let engineSocket: String
    let network: ContainerNetwork
    let routerDirectory: String
    let routerAPI: String
    let healthDeadline: Duration
    let soak: Duration
    let drain: Duration
    let ports: ClosedRange<Int>
    let width: Int
    let keptReleases: Int

    init(_ settings: Settings) throws(Fault) {
        masterKey = MasterKey(bytes: try settings.key("master.key"))
        let runtime = try settings.string("runtime", default: "engine")
        guard runtime == "engine" else {
            throw Fault(.failedPrecondition, "SLIPWAY_RUNTIME is \"\(runtime)\", but this version knows engine only.")
        }
        registry = try settings.string("registry")
        engineSocket = try settings.string("engine.socket")
        network = ContainerNetwork(try settings.string("container.network", default: "bridge"))
        routerDirectory = try settings.string("router.directory")
        routerAPI = try settings.string("router.api", default: "http://127.0.0.1:18090")
        healthDeadline = try settings.duration("health.deadlineSeconds", default: .seconds(60))
        soak = try settings.duration("soak.seconds", default: .seconds(2))
        drain = try settings.duration("drain.seconds", default: .seconds(2))
        ports = try Self.range(try settings.string("instance.portRange", default: "20000-29999"))
        keptReleases = try settings.int("keep.releases", default: 10, in: 1...1_000)
        width = try settings.int("deploy.width", default: 4, in: 1...64)
    }

    private static func range(_ text: String) throws(Fault) -> ClosedRange<Int> {
        let ends = text.split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, ends[0] >= 1024, ends[1] <= 65_535, ends[0] < ends[1] else {
            throw Fault(.failedPrecondition, "SLIPWAY_INSTANCE_PORT_RANGE is \"\(text)\", but must be like 20000-29999.")
        }
        return ends[0]...ends[1]
    }
}
