import ChangeFeed
import Core
import Identity
import Logging
import Messages
import Messaging
import Postgres
import ServiceLifecycle
import TestSupport

let quiet: Logger = {
    var log = Logger(label: "tests.changefeed")
    log.logLevel = .critical
    return log
}()

/// A service that records facts ("build"), and the database of one that reads them ("deploy").
struct Fixture: Sendable {
    let server: NATSServer
    let producer: PostgresPool
    let consumer: PostgresPool
    let feed: ChangeFeed
    private let producerNATS: NATSConnection

    /// What the consumer's database remembers: a row for each effect, in the order in which they happened.
    private static let effects = Migration("effects", sql: """
        CREATE TABLE effects (n bigserial PRIMARY KEY, xid xid8 NOT NULL, id bigint NOT NULL, entity_id text NOT NULL);
        """)

    private init(_ server: NATSServer, producer: PostgresPool, consumer: PostgresPool) {
        self.server = server
        self.producer = producer
        self.consumer = consumer
        producerNATS = NATSConnection(server.client("build"), log: quiet)
        feed = ChangeFeed(service: "build", pool: producer, nats: producerNATS, log: quiet)
    }

    static func with(_ body: @Sendable (Fixture) async throws -> Void) async throws {
        try await withNATSServer { server in
            try await withDatabase(migrations: ChangeFeed.migrations, poolSize: 20) { producer in
                try await withDatabase(migrations: ChangeFeed.migrations + [effects]) { consumer in
                    try await body(Fixture(server, producer: producer, consumer: consumer))
                }
            }
        }
    }

    /// Answers for the feed and publishes its hints while `body` runs, beside `others`, as one life of a process.
    @discardableResult
    func serving<T: Sendable>(
        hints: Bool = true, _ others: [any Service] = [], _ body: @Sendable (Fixture) async throws -> T
    ) async throws -> T {
        let life = Fixture(server, producer: producer, consumer: consumer)
        let signer = try ActorSigner(privateKey: Random.bytes(32))
        let table = SubjectTable(service: "build").answer(BuildInternalRPC.changes) { request, _ in try await life.feed.answer(request) }
        let rpc = table.server(nats: life.producerNATS, verifier: try ActorVerifier(publicKey: signer.publicKey), log: quiet)
        return try await running([life.producerNATS, rpc] + (hints ? [life.feed.publisher] : []) + others) { try await body(life) }
    }

    /// A replica of the reading service, with its own connection to the bus.
    func replica(
        every: Duration = .milliseconds(200), resync: @escaping @Sendable () async throws -> Void = {},
        apply: @escaping @Sendable (isolated PostgresConnection, Change) throws -> Void = Fixture.remember
    ) -> [any Service] {
        let nats = NATSConnection(server.client("deploy"), log: quiet)
        return [
            nats,
            ChangeConsumer(
                producer: "build", of: ["build"], pool: consumer, nats: nats, rpc: RPCClient(nats: nats, service: "deploy"), log: quiet,
                every: every, resync: resync, apply: apply),
        ]
    }

    static let remember: @Sendable (isolated PostgresConnection, Change) throws -> Void = { db, change in
        try db.execute("INSERT INTO effects (xid, id, entity_id) VALUES (\(change.xid)::xid8, \(change.id), \(change.entityID))")
    }

    func record(_ id: String, entity: String = "build") async throws {
        try await producer.transaction("recording") { db in try db.record(Self.fact(id, entity: entity)) }
        feed.committed()
    }

    static func fact(_ id: String, entity: String = "build") -> Fact {
        Fact(entity: entity, verb: "succeeded", project: nil, id: id, payload: Proto.ChangesRequest(afterXid: 7))
    }

    /// Waits until no transaction of the server, in whichever database, is older than the facts: tests run side by side.
    func readable(count: Int) async throws {
        try await eventually("\(count) facts can be read") {
            try await producer.one("counting", "SELECT count(*) AS n FROM changes WHERE xid < pg_snapshot_xmin(pg_current_snapshot())") {
                try $0.get("n", as: Int.self)
            }
        } until: { $0 == count }
    }

    /// The ids of the effects, in the order in which they happened.
    func effects() async throws -> [String] {
        try await consumer.query("reading effects", "SELECT entity_id FROM effects ORDER BY n") { try $0.get("entity_id") }
    }
}

/// Runs the services while `body` runs, as a process of Slipway would.
@discardableResult
func running<T: Sendable>(_ services: [any Service], _ body: @Sendable () async throws -> T) async throws -> T {
    let group = ServiceGroup(configuration: .init(services: services.map { .init(service: $0) }, logger: quiet))
    let run = Task { try await group.run() }
    let outcome: Result<T, any Error>
    do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
    await group.triggerGracefulShutdown()
    _ = try await run.value
    return try outcome.get()
}
