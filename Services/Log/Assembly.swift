import ChangeFeed
import ContainerEngine
import Core
import Hosting
import KubernetesClient
import HTTPClient
import Messaging
import Reconciliation
import ServiceLifecycle
import Telemetry

/// The parts of this service, in the order in which they depend on one another.
struct Assembly {
    let services: [any Service]

    init(_ host: Host) throws {
        let configuration = try Configuration(host.configuration)
        let store = LogStore(pool: host.pool)
        let live = LiveLines(nats: host.nats, log: host.log)
        let nudges = TailNudges()
        let refusals = TailRefusals()
        let (claimed, announced) = (Nudge(), Nudge())
        let source: any InstanceSource
        var watches: [any Service] = []
        switch configuration.runtime {
        case .engine(let socket):
            let engine = ContainerEngine(socket: socket, http: HTTPClient(), log: host.log)
            host.checks.add("engine") { await engine.examine() }
            source = EngineSource(engine: engine)
        case .kubernetes(let cluster):
            let client = KubernetesClient(cluster, fieldManager: "slipway-log", log: host.log)
            let watch = PodWatch(client, installation: host.installation, nudges: nudges, log: host.log)
            host.checks.add("cluster") { await watch.examine() }
            watches = [watch]
            source = PodSource(client: client, pods: watch.pods)
        }
        host.checks.add("output") { refusals.examine() }
        let worker = TailedAppWorker(
            store: store, source: source, live: live, limit: configuration.flood, log: host.log, nudges: nudges, refusals: refusals)
        let expiry = ExpiryReconciler(store: store, retention: configuration.retention, log: host.log)
        let projects = ProjectFacts(store: store, rpc: host.rpc)
        let relay = NudgeRelay(service: host.name, nats: host.nats, nudges: ["tails": Nudge(waking: [claimed, announced])])
        let replica = host.replica
        let announcements = TailAnnouncements(store: store, replica: replica, nudges: nudges)
        let shares = ShareReconciler(store: store, replica: replica, log: host.log) { relay("tails") }
        services = watches + [
            ChangeConsumer(
                producer: "deploy", of: ["instance"], pool: host.pool, nats: host.nats, rpc: host.rpc, log: host.log,
                resync: {}, apply: InstanceFacts.apply, committed: { relay("tails") }),
            ChangeConsumer(
                producer: "project", of: ["project"], pool: host.pool, nats: host.nats, rpc: host.rpc, log: host.log,
                resync: projects.listAnew, apply: ProjectFacts.apply),
            relay,
            ReplicaPresence(store: store, replica: replica, log: host.log) { relay("tails") },
            Reconciler("shares", every: .seconds(2), nudge: Nudge(), log: host.log, pass: shares.pass),
            WorkerPool(
                "tails", width: configuration.tailedApps, every: .seconds(1), nudge: claimed, log: host.log,
                claim: { try await store.claim(owner: replica) }, work: { await worker.work($0) }),
            Reconciler("announcements", every: .seconds(2), nudge: announced, log: host.log) { try await announcements.pass() },
            Reconciler("measurement", every: .seconds(5), nudge: Nudge(), log: host.log) { try await store.measure() },
            Reconciler("expiry", every: configuration.expiryInterval, nudge: Nudge(), log: host.log, pass: expiry.pass),
            host.server(Subjects.table(store, live: live)),
        ]
    }
}
