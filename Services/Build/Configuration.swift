import ContainerEngine
import Core
import Foundation
import HTTPClient
import Hosting
import Sealing

/// What this service reads beyond what every service reads.
struct Configuration: Sendable {
    static let settings = RegistryConfiguration.settings + [
        Setting("builder", default: "engine", about: "Who makes images: engine (a container engine on this machine) or kaniko (Jobs in a cluster)."),
        Setting("build.envelopePrivateKey", .file, about: "Opens the variables that the app service seals for builds: 64 hex digits, X25519, mode 0600."),
        Setting("engine.socket", default: "", about: "The Unix socket of the container engine that builds images; needed where it does."),
        Setting("registry.tokenKey", .file, default: "", about: "A P-256 key in PEM: its holder is the registry's token service (auth: token); empty: the registry asks for none."),
        Setting("registry.tokenCertificate", .file, default: "", about: "That key's certificate in PEM, which the registry trusts (rootcertbundle)."),
        Setting("registry.tokenIssuer", default: "slipway", about: "Who issues the tokens, as the registry is told (issuer)."),
        Setting("registry.tokenService", default: "slipway-registry", about: "What the registry calls itself there (service)."),
        Setting("registry.tokenAddress", default: "", about: "Where nodes ask for tokens, host:port, path /token (realm); empty: nobody may."),
        Setting("registry.nodePassword", .file, default: "", about: "What nodes show there, as the user node: they may pull whatever is in the registry."),
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
    ] + KanikoConfiguration.settings

    /// What the chosen builder reads.
    enum Builder: Sendable {
        case engine(socket: String)
        case kaniko(KanikoConfiguration)
    }

    let builder: Builder
    let envelope: EnvelopePrivateKey
    let registry: RegistryConfiguration
    let tokens: RegistryTokens?
    let tokenDoor: TokenDoor?
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
        do { envelope = try EnvelopePrivateKey(raw: try settings.key("build.envelopePrivateKey")) } catch { throw .wrapping(error, "reading a key") }
        registry = try RegistryConfiguration(settings)
        tokens = try Self.tokens(settings)
        guard registry.login == nil || tokens == nil else {
            throw Fault(
                .failedPrecondition,
                "SLIPWAY_REGISTRY_USER and SLIPWAY_REGISTRY_TOKEN_KEY_FILE are set: this is the registry's token service, or it logs in there, but not both.")
        }
        tokenDoor = try tokens == nil ? nil : TokenDoor(settings)
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
        switch try settings.string("builder", default: "engine") {
        case "engine": builder = .engine(socket: try settings.string("engine.socket"))
        case "kaniko":
            guard registry.login == nil else { throw Self.nobodysLogin }
            let limits = BuildLimits(memory: bytes, timeout: timeout, environment: environment, network: network, cacheAge: cacheAge)
            builder = .kaniko(try KanikoConfiguration(settings, registry: registry, common: limits))
        case let other: throw Fault(.failedPrecondition, "SLIPWAY_BUILDER is \"\(other)\", but it must be engine or kaniko.")
        }
    }

    /// What no line of a build may show: the passwords in the addresses of mirrors and proxies, ours for the registry, and its tokens.
    var hidden: Hidden {
        let passwords = environment.values.compactMap { value -> String? in
            guard let at = value.lastIndex(of: "@"), let scheme = value.range(of: "://"), scheme.upperBound < at else { return nil }
            let user = value[scheme.upperBound..<at]
            return user.firstIndex(of: ":").map { String(user[user.index(after: $0)...]) }
        }
        return Hidden(values: passwords + [registry.login?.password.reveal()].compactMap(\.self), tokensBeginningWith: tokens.map { [$0.beginning] } ?? [])
    }

    /// Every step of a build can read what its executor pushes with.
    private static let nobodysLogin = Fault(
        .failedPrecondition,
        """
        SLIPWAY_BUILDER is kaniko and SLIPWAY_REGISTRY_USER is set, but every Dockerfile could read that login: \
        let Slipway be the registry's token service (SLIPWAY_REGISTRY_TOKEN_KEY_FILE), or build on an engine (SLIPWAY_BUILDER=engine).
        """)

    /// Nil where the registry asks for none.
    private static func tokens(_ settings: Settings) throws(Fault) -> RegistryTokens? {
        guard settings.optional("registry.tokenKey.file") != nil else { return nil }
        return try RegistryTokens(
            issuer: settings.string("registry.tokenIssuer", default: "slipway"),
            service: settings.string("registry.tokenService", default: "slipway-registry"),
            key: settings.secret("registry.tokenKey"), certificate: settings.secret("registry.tokenCertificate").reveal())
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

/// Where nodes ask for tokens, and what they show.
struct TokenDoor: Sendable {
    let host: String
    let port: Int
    let password: Secret<String>

    /// Nil where there is none.
    init?(_ settings: Settings) throws(Fault) {
        let address = try settings.string("registry.tokenAddress", default: "")
        guard !address.isEmpty else { return nil }
        guard let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...]), (0...65_535).contains(port) else {
            throw Fault(.failedPrecondition, "SLIPWAY_REGISTRY_TOKEN_ADDRESS is \"\(address)\", but must be host:port.")
        }
        (host, self.port) = (String(address[..<colon]), port)
        password = try settings.secret("registry.nodePassword")
    }
}
