/// A container as it shall be. What is not said is the narrow choice: no capabilities, no new privileges, no restarts.
package struct ContainerSpec: Sendable, Equatable {
    package var name: String
    package var image: String
    /// nil: the image's own.
    package var command: [String]?
    package var entrypoint: [String]?
    /// "KEY=value".
    package var env: [String]
    package var labels: [String: String]
    /// A network's name, or one of the engine's modes: "none", "host", and with Podman "slirp4netns", which needs no iptables and
    /// isolates each container from all others.
    package var network: String
    /// Names by which others on the same network find it; nothing in a mode that is no network.
    package var networkAliases: [String]
    package var publish: [PublishedPort]
    /// Swap is not given on top.
    package var memoryBytes: Int64?
    package var nanoCPUs: Int64?
    package var pidsLimit: Int64?
    package var capDrop: [String]
    package var capAdd: [String]
    package var securityOpt: [String]
    package var user: String?
    package var readOnly: Bool
    /// Path to mount options: `["/tmp": "size=64m"]`.
    package var tmpfs: [String: String]
    package var sysctls: [String: String]
    package var ulimits: [Ulimit]
    package var log: ContainerLog?
    package var workingDirectory: String?
    package var stopSignal: String?
    /// A small process 1 that passes signals on and reaps children: many programs do neither.
    package var hasInit: Bool

    package init(
        name: String, image: String, command: [String]? = nil, entrypoint: [String]? = nil, env: [String] = [],
        labels: [String: String] = [:], network: String = "none", networkAliases: [String] = [], publish: [PublishedPort] = [],
        memoryBytes: Int64? = nil, nanoCPUs: Int64? = nil, pidsLimit: Int64? = nil, capDrop: [String] = ["ALL"], capAdd: [String] = [],
        securityOpt: [String] = ["no-new-privileges"], user: String? = nil, readOnly: Bool = false, tmpfs: [String: String] = [:],
        sysctls: [String: String] = [:], ulimits: [Ulimit] = Ulimit.modest, log: ContainerLog? = nil, workingDirectory: String? = nil,
        stopSignal: String? = nil, hasInit: Bool = false
    ) {
        self.name = name
        self.image = image
        self.command = command
        self.entrypoint = entrypoint
        self.env = env
        self.labels = labels
        self.network = network
        self.networkAliases = networkAliases
        self.publish = publish
        self.memoryBytes = memoryBytes
        self.nanoCPUs = nanoCPUs
        self.pidsLimit = pidsLimit
        self.capDrop = capDrop
        self.capAdd = capAdd
        self.securityOpt = securityOpt
        self.user = user
        self.readOnly = readOnly
        self.tmpfs = tmpfs
        self.sysctls = sysctls
        self.ulimits = ulimits
        self.log = log
        self.workingDirectory = workingDirectory
        self.stopSignal = stopSignal
        self.hasInit = hasInit
    }
}

/// A port of a container, and where on this machine it is reached.
package struct PublishedPort: Sendable, Hashable {
    package var hostIP: String
    /// 0: the engine chooses; `ContainerState.ports` tells which.
    package var hostPort: Int
    package var containerPort: Int

    package init(hostIP: String = "127.0.0.1", hostPort: Int = 0, containerPort: Int) {
        self.hostIP = hostIP
        self.hostPort = hostPort
        self.containerPort = containerPort
    }
}

/// A resource limit of every process in the container.
package struct Ulimit: Sendable, Hashable {
    package var name: String
    package var soft: Int64
    package var hard: Int64

    package init(_ name: String, _ value: Int64) {
        self.name = name
        soft = value
        hard = value
    }

    /// Enough for a web server, and not more than an engine without CAP_SYS_RESOURCE may give.
    package static let modest = [Ulimit("nofile", 8192), Ulimit("nproc", 4096)]
}

/// How the engine keeps a container's output. "json-file" is known to Docker and, as another name of its own format, to Podman.
package struct ContainerLog: Sendable, Hashable {
    package var driver: String
    /// Beyond this the engine starts the file anew.
    package var maxBytes: Int64?

    package init(driver: String = "json-file", maxBytes: Int64? = nil) {
        self.driver = driver
        self.maxBytes = maxBytes
    }
}
