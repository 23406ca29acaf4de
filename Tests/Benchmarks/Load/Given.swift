import Core
import Identity
import Logging
import Messaging
import Postgres
import ServiceLifecycle

/// Where the servers are: `BENCH_NATS_URL` and its siblings.
struct Given: Sendable {
    let environment: [String: String]

    subscript(_ name: String) -> String { environment["BENCH_" + name] ?? "" }

    func pool(_ database: String, size: Int, log: Logger) -> PostgresPool {
        PostgresPool(
            PostgresConfiguration(
                host: "127.0.0.1", port: Int(self["POSTGRES_PORT"]) ?? 5432, database: database, user: self["POSTGRES_USER"],
                password: Secret(self["POSTGRES_PASSWORD"]), poolSize: size),
            log: log)
    }

    /// Connected, for as long as the process lives.
    func bus(_ name: String, log: Logger) async throws -> NATSConnection {
        let nats = NATSConnection(
            NATSConfiguration(url: self["NATS_URL"], user: self["NATS_USER"], password: Secret(self["NATS_PASSWORD"]), name: name), log: log)
        Task { try await nats.run() }
        try await nats.connected()
        return nats
    }

    /// Of this run only; both ends of a call are given the same.
    var signer: ActorSigner {
        get throws { try ActorSigner(privateKey: Hex.decode(self["ACTOR_KEY"]) ?? []) }
    }
}
