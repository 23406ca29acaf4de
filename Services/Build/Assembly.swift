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
        let registry = ImageRegistry(host: configuration.registry, client: RegistryClient(configuration.registry, http: http))
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
            store: store, source: fetcher, images: images, registry: registry, planner: planner,
            rpc: host.rpc,
            settings: .init(installation: host.installation, timeout: configuration.timeout, owner: host.replica), log: host.log)
        let watch = SourceWatch(
            store: sources, remote: remote, pace: SourcePace(every: configuration.sourceInterval), owner: host.replica, log: host.log)
        let removal = AppRemoval(store: store, images: images, registry: registry)

        let queue = Nudge(), looks = Nudge(), removals = Nudge()
        let relay = NudgeRelay(service: "build", nats: host.nats, nudges: ["queue": queue, "sources": looks, "removals": removals])
        let handlers = Handlers(
            get: GetBuildHandler(store: store), list: ListBuildsHandler(store: store), cancel: CancelBuildHandler(store: store),
            plan: GetPlanHandler(foresight: Foresight(remote: remote, source: fetcher, planner: planner)), checkPlan: CheckPlanHandler(),
            locate: LocateHandler(store: store), resolve: ResolveHandler(remote: remote),
            ensure: EnsureBuildHandler(
                store: store, policy: policy, bases: configuration.bases, log: host.log, nudge: { relay("queue") }),
            follow: FollowSourceHandler(store: sources, policy: policy, nudge: { relay("sources") }),
            delete: DeleteAppHandler(store: store, nudge: { relay("removals") }))
        services = [
            relay,
            WorkerPool(
                "builds", width: configuration.concurrency, every: .seconds(1), nudge: queue, log: host.log, claim: worker.claim,
                work: worker.work(on:)),
            WorkerPool("sources", width: 4, every: .seconds(1), nudge: looks, log: host.log, claim: watch.claim, work: watch.look(at:)),
            Reconciler("measurement", every: .seconds(5), nudge: Nudge(), log: host.log) { try await store.measure() },
            Reconciler("removals", every: .seconds(5), nudge: removals, log: host.log, pass: removal.pass),
            host.server(subjects(handlers)),
        ]
    }
}
