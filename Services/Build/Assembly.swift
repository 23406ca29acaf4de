import ContainerEngine
import Core
import HTTPClient
import Hosting
import Logging
import Messaging
import Reconciliation
import ServiceLifecycle
import Telemetry

/// The parts of this service, in the order in which they depend on one another.
struct Assembly {
    let services: [any Service]

    init(_ host: Host) throws {
        let configuration = try Configuration(host.configuration)
        let stores = Stores(host)
        let queue = Nudge(), looks = Nudge(), removals = Nudge(), collecting = Nudge()
        let relay = NudgeRelay(
            service: host.name, nats: host.nats,
            nudges: ["queue": queue, "sources": looks, "removals": removals, "collections": collecting])

        let http = HTTPClient()
        let maintenance = configuration.maintenanceProgram.map { program in
            RegistryMaintenance(program: program, patience: configuration.maintenancePatience)
        }
        let registryClient = RegistryClient(configuration.registry, http: http) { [tokens = configuration.tokens] repository, actions in
            tokens?.token([.init(repository: repository, actions: actions)], for: "build", lasting: .seconds(900))
        }
        let registry = ImageRegistry(client: registryClient, isSwept: maintenance != nil)
        let builder: any Builder =
            switch configuration.builder {
            case .engine(let socket):
                EngineBuilder(host, configuration, socket: socket, store: stores.builds, registry: registry, client: registryClient, http: http)
            case .kaniko(let cluster):
                try KanikoBuilder(host, configuration, cluster, stores: stores, registry: registry, blobs: registryClient)
            }
        builder.add(to: host.checks)
        host.checks.add("registry") { await registryClient.examine() }
        host.checks.add("disk") { .disk(configuration.workDirectory, "sources while they are built") }

        let directory = "\(configuration.workDirectory)/\(host.replica)"
        let policy = SourcePolicy(allowsPrivate: configuration.allowsPrivateSources)
        let git = GitProcess(
            home: "\(directory)/home", allowsHTTP: configuration.allowsPrivateSources, largestFile: configuration.sourceLimit)
        let remote = RemoteRepository(git: git, policy: policy)
        let fetcher = SourceFetcher(git: git, policy: policy, directory: directory, largest: configuration.sourceLimit, log: host.log)
        try fetcher.sweep()
        let planner = Planner(bases: configuration.bases)
        let variables = VariableSource(rpc: host.rpc, key: configuration.envelope)

        let build = BuildWorker(
            store: stores.builds, source: fetcher, builder: builder, registry: registry, planner: planner, variables: variables,
            rpc: host.rpc,
            settings: .init(timeout: configuration.timeout, owner: host.replica, hidden: configuration.hidden), log: host.log)
        let source = SourceWorker(
            store: stores.sources, remote: remote, pace: SourcePace(every: configuration.sourceInterval), owner: host.replica,
            log: host.log)
        let collector = CollectionWorker(
            store: stores.collections, gate: stores.gate, registry: registry, maintenance: maintenance, builder: builder,
            rpc: host.rpc,
            settings: .init(
                installation: host.installation, owner: host.replica, grace: configuration.collectGrace, cacheAge: configuration.cacheAge),
            log: host.log)
        let removal = RemovalReconciler(store: stores.builds, builder: builder, registry: registry, gate: stores.gate)
        let collection = CollectionReconciler(
            store: stores.collections, interval: configuration.collectInterval, soon: .seconds(600), nudge: { relay("collections") })
        let parts = Parts(
            place: registry.place, policy: policy, bases: configuration.bases, remote: remote, variables: variables,
            foresight: Foresight(remote: remote, source: fetcher, planner: planner),
            survey: DiskSurvey(
                store: stores.collections, registry: registry, maintenance: maintenance, builder: builder, bases: configuration.bases.all),
            builder: builder, relay: relay, log: host.log)

        var all: [any Service] = [
            relay,
            WorkerPool(
                "builds", width: configuration.concurrency, every: .seconds(1), nudge: queue, log: host.log, claim: build.claim,
                work: build.work(on:)),
            WorkerPool("sources", width: 4, every: .seconds(1), nudge: looks, log: host.log, claim: source.claim, work: source.look(at:)),
            WorkerPool(
                "collections", width: 1, every: .seconds(2), nudge: collecting, log: host.log, claim: collector.claim,
                work: collector.work(on:)),
            Reconciler("removals", every: .seconds(5), nudge: removals, log: host.log, pass: removal.pass),
            Reconciler("collection-schedule", every: .seconds(30), nudge: Nudge(), log: host.log, pass: collection.pass),
            Reconciler("measurement", every: .seconds(5), nudge: Nudge(), log: host.log) { try await stores.builds.measure() },
        ]
        all += builder.services
        if let tokens = configuration.tokens, let door = configuration.tokenDoor {
            all.append(TokenServer(tokens: tokens, password: door.password, host: door.host, port: door.port, log: host.log))
        }
        services = all + [host.server(Subjects.table(stores, parts))]
    }
}
