import ContainerEngine
import Core
import Hosting
import KubernetesClient

/// What is read where images are made by Jobs in a cluster. Nothing here knows one executor from its forks.
struct KanikoConfiguration: Sendable {
    static let settings = KubernetesConfiguration.settings + [
        Setting("kubernetes.namespacePrefix", default: "slipway", about: "Namespaces of builds are <prefix>-build-<project>-<six digits of the installation and the project>."),
        Setting("kubernetes.podSecurityVersion", default: "v1.30", about: "Which version of the Pod Security standard \"baseline\" namespaces of builds are held to; with latest, an upgrade of the cluster may change what it asks."),
        Setting("kubernetes.privateNetworks", default: "10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,169.254.0.0/16,100.64.0.0/10", about: "What builds cannot reach, beside the registry and names."),
        Setting("kaniko.image", default: "", about: "The executor's image, which nodes can pull: kaniko's, or a fork's with the same flags."),
        Setting("kaniko.arguments", default: "", about: "More arguments for the executor, comma-separated, behind Slipway's own."),
        Setting("kaniko.sourceImage", default: "", about: "An image that nodes can pull and that holds slipway-build: it unpacks the source before the executor starts."),
        Setting("kaniko.sourceCommand", default: "slipway-build", about: "Where slipway-build is in that image."),
        Setting("kaniko.registry", default: "", about: "Host and port of the registry as build Pods reach it; empty: as SLIPWAY_REGISTRY has them."),
        Setting("kaniko.plainHTTP", default: "false", about: "Whether build Pods speak to the registry without TLS."),
        Setting("kaniko.registryNetworks", default: "", about: "Where the registry is, as networks, comma-separated, for the network policy; empty: its address, or every namespace at its port."),
        Setting("kaniko.cacheRepository", default: "{project}/cache", about: "The repository of cached layers, below SLIPWAY_REGISTRY; {project} stands for the project's id, and must be in it. none: no cache."),
        Setting("kaniko.capabilities", default: capabilities.joined(separator: ","), about: "What the executor may as root in its container; all else is dropped."),
        Setting("kaniko.hostUsers", default: "true", about: "false: build Pods get a user namespace of their own, where nodes can (Kubernetes 1.33, Linux 6.3)."),
        Setting("kaniko.priorityClass", default: "slipway-build", about: "The PriorityClass of build Pods, made with a low priority when it is not there; none: the cluster's default."),
        Setting("kaniko.cpu", default: "2", about: "CPU that a build may use, as a quantity; SLIPWAY_BUILD_MEMORY is its memory."),
        Setting("kaniko.storage", default: "10Gi", about: "Disk that a build may use on its node, as a quantity."),
        Setting("kaniko.reservePercent", default: "25", about: "How much of a build's CPU and memory is reserved for it on its node, in percent."),
        Setting("kaniko.unschedulableSeconds", default: "120", about: "How long a build's Pod may find no node before the build fails."),
    ]

    static let capabilities = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "SETGID", "SETUID"]

    let cluster: KubernetesConfiguration
    let unschedulable: Duration
    let priorityClass: String?
    let rendering: KanikoRendering.Settings

    init(_ settings: Settings, registry: RegistryConfiguration, common: BuildLimits) throws(Fault) {
        cluster = try KubernetesConfiguration(settings)
        unschedulable = try settings.duration("kaniko.unschedulableSeconds", default: .seconds(120))
        priorityClass = Self.unlessNone(try settings.string("kaniko.priorityClass", default: "slipway-build"))
        let cache = Self.unlessNone(try settings.string("kaniko.cacheRepository", default: "{project}/cache"))
        guard cache?.contains("{project}") ?? true else {
            throw Fault(.failedPrecondition, "SLIPWAY_KANIKO_CACHE_REPOSITORY is \"\(cache ?? "")\", but must have {project} in it: no project reads another's layers.")
        }
        let cpu = try settings.string("kaniko.cpu", default: "2"), storage = try settings.string("kaniko.storage", default: "10Gi")
        guard let millis = Quantity.cpuMillis(cpu) else { throw Self.noQuantity("kaniko.cpu", cpu) }
        guard Quantity.bytes(storage) != nil else { throw Self.noQuantity("kaniko.storage", storage) }
        let isPlain = try settings.bool("kaniko.plainHTTP", default: false)
        rendering = KanikoRendering.Settings(
            namespacePrefix: try settings.string("kubernetes.namespacePrefix", default: "slipway"),
            podSecurityVersion: try settings.string("kubernetes.podSecurityVersion", default: "v1.30"),
            privateNetworks: try settings.list(
                "kubernetes.privateNetworks", default: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10"]),
            image: try settings.string("kaniko.image", default: ""),
            arguments: try settings.list("kaniko.arguments", default: []),
            sourceImage: try settings.string("kaniko.sourceImage", default: ""),
            sourceCommand: try settings.string("kaniko.sourceCommand", default: "slipway-build"),
            place: registry.place,
            podRegistry: settings.optional("kaniko.registry") ?? registry.place.host,
            isPlainHTTP: isPlain,
            certificateAuthority: isPlain ? nil : registry.certificateAuthority,
            registryNetworks: try settings.list("kaniko.registryNetworks", default: []),
            cacheRepository: cache,
            capabilities: try settings.list("kaniko.capabilities", default: Self.capabilities),
            hostUsers: try settings.bool("kaniko.hostUsers", default: true),
            priorityClass: priorityClass,
            cpuMillis: Int64(millis), storage: storage,
            reservePercent: Int64(try settings.int("kaniko.reservePercent", default: 25, in: 1...100)),
            limits: common)
    }

    private static func unlessNone(_ text: String) -> String? { text == "none" ? nil : text }

    private static func noQuantity(_ key: String, _ text: String) -> Fault {
        Fault(.failedPrecondition, "\(Setting.variable(key)) is \"\(text)\", but it must be a Kubernetes quantity.")
    }
}

/// What holds for a build whoever makes it.
struct BuildLimits: Sendable {
    var memory: Int64 = 2 << 30
    var timeout: Duration = .seconds(1800)
    /// Mirrors and proxies.
    var environment: [String: String] = [:]
    var network: BuildNetwork = .isolated
    var cacheAge: Duration = .seconds(7 * 86_400)
}
