import Core
import Crypto
import Foundation
import Hosting
import HTTPClient
import Identity
import Logging
import Messages
import Messaging
import Postgres
import Sealing
import ServiceLifecycle
import Synchronization
import TestSupport

@testable import GatewayService

/// A gateway as it runs, on a real bus and database, before services that say what the test wants.
struct Door: Sendable {
    static let log: Logger = {
        var log = Logger(label: "tests.gateway")
        log.logLevel = .critical
        return log
    }()

    let http = HTTPClient()
    let base: String
    let nats: NATSConnection
    let pool: PostgresPool
    let peers: Peers
    let streams: Streams

    /// Opens the door, runs `body`, and closes it.
    static func open(_ body: @escaping @Sendable (Door) async throws -> Void) async throws {
        try await withDatabase(migrations: Migrations.all) { pool in
            try await withNATSServer { server in
                let nats = NATSConnection(server.client("tests"), log: log)
                let keys = try KeyFolder()
                let peers = try Peers(verifier: ActorVerifier(publicKey: keys.actor.publicKey), userKey: keys.user)
                let port = AsyncStream.makeStream(of: Int.self)
                let assembly = try Assembly(
                    Configuration(Settings(environment: keys.environment)), installation: "test", pool: pool, nats: nats,
                    rpc: RPCClient(nats: nats, service: "gateway"), log: log, listening: { port.continuation.yield($0) })
                // The feeds have no producers here; everything else runs.
                let own = assembly.services.filter { !"\(type(of: $0))".hasPrefix("ChangeConsumer") }
                let services: [any Service] = [pool, nats] + peers.servers(nats, log) + own
                let group = ServiceGroup(
                    configuration: .init(services: services.map { .init(service: $0) }, logger: log))
                let run = Task { try await group.run() }
                do {
                    var ports = port.stream.makeAsyncIterator()
                    let door = Door(base: "http://127.0.0.1:\(await ports.next() ?? 0)", nats: nats, pool: pool, peers: peers, streams: assembly.streams)
                    try await body(door)
                } catch {
                    await group.triggerGracefulShutdown()
                    _ = await run.result
                    throw error
                }
                await group.triggerGracefulShutdown()
                try await run.value
            }
        }
    }

    struct Reply: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let json: JSONValue

        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    func call(
        _ method: String, _ path: String, _ body: JSONValue? = nil, token: String? = nil, _ headers: [(String, String)] = []
    ) async throws -> Reply {
        var fields = headers
        if let token { fields.append(("Authorization", "Bearer " + token)) }
        if body != nil, !headers.contains(where: { $0.0 == "Content-Type" }) { fields.append(("Content-Type", "application/json")) }
        let response = try await http.send(
            HTTPRequest(
                method: method, url: base + path, headers: fields, body: body.map { .bytes($0.encodedBytes()) } ?? .none,
                timeout: .seconds(20)))
        let json = response.body.isEmpty ? .null : try JSONValue(parsing: response.body)
        return Reply(status: response.status, headers: response.headers, json: json)
    }

    /// Signs in as somebody who is a member of the peers' project, or of none.
    func token(_ email: String = "member@example.org") async throws -> String {
        let reply = try await call("POST", "/api/v1/auth/login", ["email": .string(email), "password": "correct horse"])
        return reply.json["access_token"]?.string ?? ""
    }
}

/// Keys and their files, as an installation has them.
struct KeyFolder {
    let actor: ActorSigner
    let user: EnvelopePrivateKey
    let environment: [String: String]

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("slipway-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func file(_ name: String, _ bytes: [UInt8]) throws -> String {
            let path = folder.appendingPathComponent(name).path
            try Data((Hex.encode(bytes) + "\n").utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return path
        }
        let (actorKey, userKey, appKey, ownKey) = (Random.bytes(32), Random.bytes(32), Random.bytes(32), Random.bytes(32))
        actor = try ActorSigner(privateKey: actorKey)
        user = try EnvelopePrivateKey(raw: userKey)
        environment = [
            "SLIPWAY_HTTP_PORT": "0", "SLIPWAY_PUBLIC_URL": "http://localhost:8080",
            "SLIPWAY_ACTOR_PRIVATE_KEY_FILE": try file("actor", actorKey), "SLIPWAY_JWT_PRIVATE_KEY_FILE": try file("jwt", Random.bytes(32)),
            "SLIPWAY_USER_ENVELOPE_PUBLIC_KEY_FILE": try file("user", user.publicKey.raw),
            "SLIPWAY_APP_ENVELOPE_PUBLIC_KEY_FILE": try file("app", EnvelopePrivateKey(raw: appKey).publicKey.raw),
            "SLIPWAY_GATEWAY_ENVELOPE_PRIVATE_KEY_FILE": try file("own", ownKey),
        ]
    }
}
