import Core
import Identity
import Logging
import Messages
import Messaging
import ServiceLifecycle
import TestSupport

/// The keys of a gateway that exists for these tests alone.
struct Keys {
    let signer: ActorSigner
    let verifier: ActorVerifier
    let account = AccountID()
    let project = ProjectID()

    init() throws {
        signer = try ActorSigner(privateKey: Random.bytes(32))
        verifier = try ActorVerifier(publicKey: signer.publicKey)
    }

    func actor(_ role: Role = .owner, expires: Duration = .seconds(60)) -> String {
        signer.sign(
            Actor(account: account, project: project, role: role, scopes: [.admin], expires: Timestamp.now().adding(expires)))
    }

    func context(_ deadline: Duration = .seconds(5)) -> CallContext {
        var context = CallContext.new(deadline: deadline)
        context.actor = actor()
        return context
    }
}

let quiet: Logger = {
    var log = Logger(label: "test", factory: { StreamLogHandler.standardError(label: $0) })
    log.logLevel = .critical
    return log
}()

/// Runs the services while `body` runs, as a process of Slipway would.
func running<T: Sendable>(_ services: [any Service], _ body: () async throws -> T) async throws -> T {
    let group = ServiceGroup(configuration: .init(services: services.map { .init(service: $0) }, logger: quiet))
    let run = Task { try await group.run() }
    do {
        let result = try await body()
        await group.triggerGracefulShutdown()
        try await run.value
        return result
    } catch {
        await group.triggerGracefulShutdown()
        _ = await run.result
        throw error
    }
}

extension NATSServer {
    nonisolated func connection(_ name: String, user: String = "", password: String = "") -> NATSConnection {
        NATSConnection(client(name, user: user, password: password), log: quiet)
    }
}

/// One process that calls and one that answers `build`'s table.
func withPeers(
    _ table: SubjectTable, keys: Keys, width: Int = 64, on server: NATSServer, _ body: (RPCClient) async throws -> Void
) async throws {
    let caller = server.connection("gateway-1")
    let callee = server.connection("build-1")
    let service = table.server(nats: callee, verifier: keys.verifier, log: quiet, width: width)
    try await running([caller, callee, service]) {
        try await caller.connected()
        try await callee.connected()
        let rpc = RPCClient(nats: caller, service: "gateway")
        try await eventually("the service listens") {
            await fault { try await rpc.call(BuildInternalRPC.locate, .init(), keys.context(.seconds(5))) }?.code == .unimplemented
        }
        try await body(rpc)
    }
}
