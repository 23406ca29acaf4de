import ChangeFeed
import ContainerEngine
import Core
import HTTPClient
import Hosting
import Messages
import Messaging
import Reconciliation
import ServiceLifecycle

/// The parts of this service, in the order in which they depend on one another.
struct Assembly {
    let services: [any Service]

    init(_ host: Host) throws {
        let configuration = try Configuration(host.configuration)
        let http = HTTPClient()
        let registry = RegistryClient(configuration.registry, http: http)
        let sagas = Nudge()
        let apps = Nudge()
        let errands = Nudge()
        let relay = NudgeRelay(service: host.name, nats: host.nats, nudges: ["sagas": sagas, "apps": apps])
        let feed = host.feed
        let store = DeployStore(pool: host.pool, replica: host.replica) { woken in
            if woken != .feed { feed.committed() }
            if woken == .sagas || woken == .both { relay("sagas") }
            if woken == .runtime || woken == .both { relay("apps") }
            errands()
        }

        let opener = ReleaseOpener(key: configuration.masterKey, installation: host.installation)
        let lines = LogLines(rpc: host.rpc)
        let runtime: any Runtime =
            switch configuration.runtime {
            case .engine(let engine):
                EngineRuntime(host, configuration, engine, store: store, registry: registry, http: http, opener: opener, lines: lines)
            case .kubernetes(let cluster):
                try ClusterRuntime(host, configuration, cluster, store: store, registry: registry, http: http, opener: opener)
            }
        runtime.add(to: host.checks)
        let worker = AppWorker(store: store, runtime: runtime, nudge: apps, log: host.log)
        let steps = SagaSteps(
            store: store, rpc: host.rpc, runtime: runtime, opener: opener,
            settings: SagaSettings(
                soak: configuration.soak, registry: configuration.registry.place, isRegistryClosed: configuration.registry.login != nil))
        let saga = Saga(store: store, steps: steps, nudge: sagas, log: host.log)
        let errand = ErrandReconciler(store: store, rpc: host.rpc, lines: lines, log: host.log)

        services =
            [
                relay,
                BuildFollower(store: store).consumer(host),
                WorkerPool(
                    "apps", width: 16, every: .seconds(1), nudge: apps, log: host.log, claim: store.claimApp, work: worker.work),
                WorkerPool(
                    "sagas", width: configuration.width, every: .seconds(1), nudge: sagas, log: host.log,
                    claim: store.claimDeployment, work: saga.work),
                Reconciler("measurement", every: .seconds(5), nudge: Nudge(), log: host.log) { try await store.measure() },
                Reconciler("resealing", every: .seconds(5), nudge: Nudge(), log: host.log, pass: Resealing(configuration.masterKey, host.pool, ReleaseOpener.rows).pass),
                Reconciler("errands", every: .seconds(1), nudge: errands, log: host.log, pass: errand.pass),
            ] + runtime.services + [
                host.server(
                    Subjects.table(
                        Desired(rpc: host.rpc), store, runtime, host.log, keptReleases: configuration.keptReleases))
            ]
    }
}
