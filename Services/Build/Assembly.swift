import ContainerEngine
import Core
import HTTPClient
import Hosting
import Logging
import Messaging
import Reconciliation
import ServiceLifecycle
import Telemetry

/// The parts of the build service, in the order in which they depend on one another.
struct Assembly {
    let services: [any Service]

    init(_ host: Host) throws {
        let configuration = try Configuration(host.configuration)
        let http = HTTPClient()
        let store = BuildStore(pool: host.pool, feed: host.feed)
        let sources = SourceStore(pool: host.pool, feed: host.feed)
        let engine = ContainerEngine(socket: configuration.engineSocket, http: http, log: host.log)
        let images = EngineImageBuilder(engine: engine, memory: configuration.memory, arguments: configuration.environment, network: configuration.network)
        let maintenance = configuration.maintenanceProgram.map { program in
            RegistryMaintenance(program: program, patience: configuration.maintenancePatience)
        }
        let registry = ImageRegistry(
            host: configuration.registry, isSwept: maintenance != nil, client: RegistryClient(configuration.registry, http: http))
        let layers = EngineLayers(engine: engine)
        let engineImages = EngineImages(engine: engine, installation: host.installation, layers: layers)
        let gate = RegistryGate(pool: host.pool)
        let collections = CollectionStore(pool: host.pool)
        host.checks.add("engine") { await engine.examine() }
        host.checks.add("registry") { await RegistryClient(configuration.registry, http: http).examine() }
        host.checks.add("engine disk") { await engine.examineDisk() }
        host.checks.add("disk") { .disk(configuration.workDirectory, "sources while they are built") }
        let directory = "\(configuration.workDirectory)/\(host.replica)"
        let policy = SourcePolicy(allowsPrivate: configuration.allowsPrivateSources)
        let git = GitProcess(
            home: "\(directory)/home", allowsHTTP: configuration.allowsPrivateSources, largestFile: configuration.sourceLimit)
        let remote = RemoteRepository(git: git, policy: policy)
        let fetcher = SourceFetcher(
            git: git, policy: policy, directory: directory, largest: configuration.sourceLimit, log: host.log)
        try fetcher.sweep()

        let planner = Planner(bases: configuration.bases)
        let worker = BuildWorker(
            store: store, source: fetcher, images: images, engine: engineImages, registry: registry, planner: planner,
            rpc: host.rpc,
            settings: .init(installation: host.installation, timeout: configuration.timeout, owner: host.replica), log: host.log)
        let watch = SourceWatch(
            store: sources, remote: remote, pace: SourcePace(every: configuration.sourceInterval), owner: host.replica, log: host.log)
        let removal = AppRemoval(store: store, engine: engineImages, registry: registry, gate: gate)
        let collector = CollectionWorker(
            store: collections, gate: gate, registry: registry, maintenance: maintenance, engine: engineImages, rpc: host.rpc,
            settings: .init(
                installation: host.installation, owner: host.replica, grace: configuration.collectGrace, cacheAge: configuration.cacheAge),
            log: host.log)
        let survey = DiskSurvey(
            store: collections, registry: registry, maintenance: maintenance, engine: engine, layers: layers,
            installation: host.installation, bases: configuration.bases.all)

        let queue = Nudge(), looks = Nudge(), removals = Nudge(), collecting = Nudge()
        let relay = NudgeRelay(
            service: "build", nats: host.nats,
            nudges: ["queue": queue, "sources": looks, "removals": removals, "collections": collecting])
        let clock = CollectionClock(
            store: collections, interval: configuration.collectInterval, soon: .seconds(600), nudge: { relay("collections") })
        let handlers = Handlers(
            get: GetBuildHandler(store: store), list: ListBuildsHandler(store: store), cancel: CancelBuildHandler(store: store),
            plan: GetPlanHandler(foresight: Foresight(remote: remote, source: fetcher, planner: planner)), checkPlan: CheckPlanHandler(),
            locate: LocateHandler(store: store), resolve: ResolveHandler(remote: remote),
            ensure: EnsureBuildHandler(
                store: store, policy: policy, bases: configuration.bases, log: host.log, nudge: { relay("queue") }),
            follow: FollowSourceHandler(store: sources, policy: policy, nudge: { relay("sources") }),
            delete: DeleteAppHandler(store: store, nudge: { relay("removals") }),
            collect: CollectHandler(store: collections, nudge: { relay("collections") }),
            getCollection: GetCollectionHandler(store: collections), measure: MeasureImagesHandler(survey: survey))
        services = [
            relay,
            WorkerPool(
                "builds", width: configuration.concurrency, every: .seconds(1), nudge: queue, log: host.log, claim: worker.claim,
                work: worker.work(on:)),
            WorkerPool("sources", width: 4, every: .seconds(1), nudge: looks, log: host.log, claim: watch.claim, work: watch.look(at:)),
            Reconciler("measurement", every: .seconds(5), nudge: Nudge(), log: host.log) { try await store.measure() },
            Reconciler("removals", every: .seconds(5), nudge: removals, log: host.log, pass: removal.pass),
            Reconciler("collection-clock", every: .seconds(30), nudge: Nudge(), log: host.log, pass: clock.pass),
            WorkerPool(
                "collections", width: 1, every: .seconds(2), nudge: collecting, log: host.log, claim: collector.claim,
                work: collector.work(on:)),
            host.server(subjects(handlers)),
        ]
    }
}
