import Core
import Hosting

/// What is read where instances are containers on this machine.
struct EngineConfiguration: Sendable {
    static let settings = [
        Setting("engine.socket", about: "The container engine's Unix socket."),
        Setting("container.network", default: "bridge", about: "bridge: a network per project; else a mode of the engine's, e.g. slirp4netns."),
        Setting("router.directory", about: "The folder that the router watches; one file per app is written there."),
        Setting("router.api", default: "http://127.0.0.1:18090", about: "The router's API: traffic counts as moved when it says so."),
        Setting("instance.portRange", default: "20000-29999", about: "Loopback ports for instances; when all are taken, none is added."),
    ]

    let socket: String
    let network: ContainerNetwork
    let routerDirectory: String
    let routerAPI: String
    let ports: ClosedRange<Int>

    init(_ settings: Settings) throws(Fault) {
        socket = try settings.string("engine.socket")
        network = ContainerNetwork(try settings.string("container.network", default: "bridge"))
        routerDirectory = try settings.string("router.directory")
        routerAPI = try settings.string("router.api", default: "http://127.0.0.1:18090")
        ports = try Self.range(try settings.string("instance.portRange", default: "20000-29999"))
    }

    private static func range(_ text: String) throws(Fault) -> ClosedRange<Int> {
        let ends = text.split(separator: "-").compactMap { Int($0) }
        guard ends.count == 2, ends[0] >= 1024, ends[1] <= 65_535, ends[0] < ends[1] else {
            throw Fault(.failedPrecondition, "SLIPWAY_INSTANCE_PORT_RANGE is \"\(text)\", but must be like 20000-29999.")
        }
        return ends[0]...ends[1]
    }
}
