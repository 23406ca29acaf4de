import ChangeFeed
import Core
import Crypto
import Hosting
import Hummingbird
import HummingbirdCore
import Identity
import Logging
import Messaging
import NIOCore
import Postgres
import Reconciliation
import Sealing
import ServiceLifecycle

/// Puts the gateway together: the only file that names every part.
struct Assembly {
    let services: [any Service]
    let table: RouteTable
    let streams: Streams

    init(_ host: Host) throws {
        try self.init(
            Configuration(host.configuration), installation: host.installation, pool: host.pool, nats: host.nats, rpc: host.rpc,
            log: host.log)
    }

    /// - Parameter listening: told the port, once connections are taken.
    init(
        _ configuration: Configuration, installation: String, pool: PostgresPool, nats: NATSConnection, rpc: RPCClient, log: Logger,
        listening: @escaping @Sendable (Int) -> Void = { _ in }
    ) throws {
        let backend = Backend(rpc: rpc, signer: SignedActors(try ActorSigner(privateKey: configuration.actorKey)))
        let authenticator = Authenticator(
            tokens: try AccessTokens(privateKey: configuration.tokenKey, installation: installation),
            cookie: SessionCookie(isSecure: configuration.isSecure),
            forgery: ForgeryGuard(key: Self.derived("csrf", configuration), origin: configuration.origin), backend: backend)
        let authorizer = Authorizer(backend: backend)
        let limits = Limits(strangersBurst: configuration.strangers)
        let commands = Commands(
            store: CommandStore(pool: pool), secret: Self.derived("idempotency", configuration),
            vault: MasterKey(bytes: Self.derived("answers", configuration).withUnsafeBytes { Array($0) }), log: log)
        let desk = Desk(
            backend: backend, authenticator: authenticator, authorizer: authorizer, commands: commands, limits: limits)

        let events = EventStore(pool: pool)
        let feed = EventFeed(store: events, nats: nats, log: log)
        let eventHub = EventHub(nats: nats)
        let logHub = LogHub(nats: nats, log: log)
        let gathering = Gathering(nats: nats, service: "gateway")
        streams = Streams()
        let stream = EventStream(streams: streams, log: log)
        let door = StreamDoor(authenticator: authenticator, authorizer: authorizer)
        let seal = VariableSeal(
            app: try EnvelopePublicKey(raw: configuration.appKey), gateway: try EnvelopePrivateKey(raw: configuration.ownKey))

        let groups: [any RouteGroup] = [
            AuthRoutes(
                authenticator: authenticator, passwords: PasswordSeal(key: try EnvelopePublicKey(raw: configuration.userKey)),
                limits: limits),
            SessionRoutes(authenticator: authenticator), TokenRoutes(),
            ProjectRoutes(authorizer: authorizer), AppRoutes(authorizer: authorizer),
            VariableRoutes(seal: seal), DeploymentRoutes(), BuildRoutes(), PlanRoutes(), RuntimeRoutes(),
            LogRoutes(hub: logHub, door: door, stream: stream),
            EventRoutes(authorizer: authorizer, door: door, store: events, hub: eventHub, stream: stream), OperatorRoutes(),
            DoctorRoutes(gathering: gathering),
            DiskRoutes(pool: pool),
        ]
        var routes = groups.flatMap(\.tagged)
        routes += PlatformRoutes(describing: routes, server: configuration.origin).tagged
        table = try RouteTable(routes)

        let responder = table.responder(
            [
                SecurityHeaders(isSecure: configuration.isSecure),
                RequestLog(log: log, client: ClientAddress(proxies: configuration.proxies), table: table),
            ], desk)
        let sweep = Reconciler("sweep", every: .seconds(600), nudge: Nudge(), log: log) {
            try await events.removeOld()
            try await commands.store.removeOld()
        }
        services = [
            feed, eventHub, logHub, gathering,
            feed.consumer(of: "app", ["app"], rpc: rpc),
            feed.consumer(of: "build", ["build"], rpc: rpc),
            feed.consumer(of: "deploy", ["deployment", "app"], rpc: rpc),
            sweep, Self.server(responder, configuration, log, listening), streams,
        ]
    }

    /// Idle connections are closed, headers are small, and connections are counted.
    private static func server(
        _ responder: RouterResponder<GatewayContext>, _ configuration: Configuration, _ log: Logger,
        _ listening: @escaping @Sendable (Int) -> Void
    ) -> any Service {
        // The framework tells of every connection at debug; the access log is ours.
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        return Application(
            responder: responder,
            server: HTTPServerBuilder { responder in
                LoopedChannel(
                    base: HTTP1Channel(
                        responder: responder,
                        configuration: .init(
                            additionalChannelHandlers: [Departure()], idleTimeout: .seconds(75),
                            httpDecoderConfiguration: .init(
                                maxHeaderFieldSize: 16 * 1_024, maxHeaderListSize: 32 * 1_024, maxHeaderFieldCount: 100))))
            },
            configuration: .init(
                address: .hostname(configuration.host, port: configuration.port), serverName: nil,
                availableConnectionsDelegate: .maximum(configuration.maxConnections, logger: quiet)),
            onServerRunning: { channel in
                log.info("listening", metadata: ["host": "\(configuration.host)", "port": "\(channel.localAddress?.port ?? 0)"])
                listening(channel.localAddress?.port ?? 0)
            },
            logger: quiet)
    }

    /// Keys for the gateway's own use, all from the one secret that its replicas share.
    private static func derived(_ purpose: String, _ configuration: Configuration) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: configuration.tokenKey), info: Array("slipway.gateway.\(purpose)".utf8),
            outputByteCount: 32)
    }
}
