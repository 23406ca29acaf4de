import Core
import Identity
import Logging
import Messaging
import Postgres

/// What every service needs before it is one service or another.
struct HostConfiguration: Sendable {
    let installation: String
    let replica: String
    let postgres: PostgresConfiguration
    let nats: NATSConfiguration
    let adminHost: String
    let adminPort: Int
    let verifier: ActorVerifier

    static func settings(of service: String) -> [Setting] {
        [
            Setting("installation", about: "The installation's id; everything that Slipway makes outside its databases carries it."),
            Setting("replica", default: "\(service)-1", about: "The name of this process among its replicas; holds leases, signs log lines."),
            Setting("log.level", default: "info", about: "trace, debug, info, notice, warning, error or critical."),
            Setting("database.host", about: "The host of Postgres, or the folder of its Unix socket."),
            Setting("database.port", default: "5432", about: "The port of Postgres."),
            Setting("database.name", default: service, about: "The database of this service, which no other may use."),
            Setting("database.user", default: service, about: "The role that owns the database."),
            Setting("database.password", .file, about: "The role's password."),
            Setting("database.poolSize", default: "4", about: "Connections at most; 256 callers wait for one, the next is refused."),
            Setting("nats.url", about: "The NATS server: nats://host:port."),
            Setting("nats.user", default: service, about: "The NATS user, whose permissions are what --subjects prints."),
            Setting("nats.password", .file, about: "The NATS user's password."),
            Setting("admin.host", default: "127.0.0.1", about: "Where /healthz, /readyz and /metrics listen."),
            Setting("admin.port", about: "The port of /healthz, /readyz and /metrics."),
            Setting("actor.publicKey", .file, about: "The key that proves who a call is made for: 64 hex digits."),
        ]
    }

    init(_ settings: Settings, service: String) throws(Fault) {
        installation = try settings.string("installation")
        replica = try settings.string("replica", default: "\(service)-1")
        let applicationName = "slipway-\(replica)"
        postgres = PostgresConfiguration(
            host: try settings.string("database.host"),
            port: try settings.int("database.port", default: 5432, in: 1...65535),
            database: try settings.string("database.name", default: service),
            user: try settings.string("database.user", default: service),
            password: try settings.secret("database.password"),
            poolSize: try settings.int("database.poolSize", default: 4, in: 1...64),
            applicationName: applicationName)
        nats = NATSConfiguration(
            url: try settings.string("nats.url"),
            user: try settings.string("nats.user", default: service),
            password: try settings.secret("nats.password"),
            name: applicationName)
        adminHost = try settings.string("admin.host", default: "127.0.0.1")
        adminPort = try settings.int("admin.port", in: 0...65535)
        let key = try settings.key("actor.publicKey", isPrivate: false)
        do {
            verifier = try ActorVerifier(publicKey: key)
        } catch {
            throw Fault(.failedPrecondition, "SLIPWAY_ACTOR_PUBLIC_KEY_FILE does not hold an Ed25519 public key.")
        }
    }

    static func logLevel(_ settings: Settings) throws(Fault) -> Logger.Level {
        let text = try settings.string("log.level", default: "info")
        guard let level = Logger.Level(rawValue: text.lowercased()) else {
            let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw Fault(.failedPrecondition, "SLIPWAY_LOG_LEVEL is \"\(text)\", but must be one of \(levels).")
        }
        return level
    }
}
