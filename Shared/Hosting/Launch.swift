import AdminServer
import ChangeFeed
import Core
import Logging
import Messaging
import Metrics
import Postgres
import ServiceLifecycle
import Telemetry
import UnixSignals

/// A configured and assembled service that has not begun to run.
struct Launch {
    private static let patience = Duration.seconds(60)
    private let host: Host
    private let database: PostgresConfiguration
    private let services: [any Service]

    /// Reads the configuration and puts the parts together; what it throws is a wrong setting.
    init(
        _ name: String, _ settings: Settings, declared: [Setting], migrations: [Migration], metrics described: [MetricDescription],
        assemble: @Sendable (Host) throws -> [any Service]
    ) throws {
        let level = try HostConfiguration.logLevel(settings)
        let configuration = try HostConfiguration(settings, service: name)
        let replica = configuration.replica
        LoggingSystem.bootstrap(
            { _, provider in
                var handler = JSONLog(service: name, replica: replica, level: level)
                handler.metadataProvider = provider
                return handler
            }, metadataProvider: TraceContext.metadata)
        let metrics = MetricsRegistry(describing: described)
        MetricsSystem.bootstrap(metrics)
        let log = Logger(label: "slipway.\(name)")
        HostMetrics.build.set(1, name, Version.current)

        let pool = PostgresPool(configuration.postgres, log: log)
        let nats = NATSConnection(configuration.nats, log: log)
        let feed = ChangeFeed(service: name, pool: pool, nats: nats, log: log)
        host = Host(
            name: name, replica: replica, installation: configuration.installation, configuration: settings, log: log,
            pool: pool, nats: nats, rpc: RPCClient(nats: nats, service: name), verifier: configuration.verifier, feed: feed)
        database = configuration.postgres

        let readiness = Readiness(pool: pool, nats: nats)
        let admin = AdminServer(
            host: configuration.adminHost, port: configuration.adminPort, metrics: metrics, log: log,
            measure: {
                HostMetrics.ready.set(readiness.reasons.isEmpty ? 1 : 0)
                pool.measure()
                nats.measure()
            },
            notReady: { readiness.reasons },
            listening: { port in log.info("admin server listening", metadata: ["port": "\(port)"]) })
        let parts = try assemble(host)
        let standard = StandardChecks(name: name, pool: pool, nats: nats, migrations: migrations.map(\.name))
        let examiner = Examiner(host: host, standard: standard)
        services = [Memory(), pool, nats, readiness, admin, examiner, feed.publisher, feed.measurement] + parts + [StopClock(readiness: readiness, log: log)]

        let undeclared = settings.keysRead.subtracting(declared.map(\.key)).sorted()
        for key in undeclared { log.warning("--help does not list a setting that is read", metadata: ["setting": "\(key)"]) }
    }

    /// Waits for Postgres, migrates, and runs until asked to stop.
    func run(migrations: [Migration], version: String) async -> ExitCode {
        let log = host.log
        do {
            try await waitForPostgres()
            try await Migrator.migrate(host.pool, migrations)
        } catch {
            log.critical("can't start", metadata: ["error": "\(String(reflecting: error))"])
            return .unavailable
        }
        var configuration = ServiceGroupConfiguration(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: quiet(log))
        // The rest of the 20 s is for those that heed only a cancellation; the stop clock ends what heeds neither.
        configuration.maximumGracefulShutdownDuration = .seconds(StopClock.most - 5)
        log.info("starting", metadata: ["version": "\(version)", "installation": "\(host.installation)"])
        do {
            try await ServiceGroup(configuration: configuration).run()
            log.info("stopped")
            return .success
        } catch {
            log.critical("a part ended before it was asked to", metadata: ["error": "\(String(reflecting: error))"])
            return .software
        }
    }

    private func waitForPostgres() async throws(Fault) {
        let deadline = Deadline.after(Self.patience)
        var hasTold = false
        while true {
            do {
                _ = try await host.pool.execute("asking Postgres whether it is there", "SELECT 1")
                return
            } catch {
                let place = "\(database.host):\(database.port)/\(database.database)"
                guard !deadline.hasPassed else {
                    let last = error.detail ?? error.message
                    throw .unavailable("Postgres at \(place) did not answer within 60 s.", detail: last)
                }
                if !hasTold {
                    host.log.notice("waiting for Postgres", metadata: ["database": "\(place)", "error": "\(String(reflecting: error))"])
                }
                hasTold = true
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    /// The group tells of every part at info; the reader wants the service's own words.
    private func quiet(_ log: Logger) -> Logger {
        var quiet = log
        quiet.logLevel = max(log.logLevel, .warning)
        return quiet
    }
}
