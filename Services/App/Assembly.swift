import ChangeFeed
import Core
import Hosting
import Logging
import Messages
import Messaging
import Reconciliation
import ServiceLifecycle

/// The parts of this service, in the order in which they depend on one another.
struct Assembly {
    let services: [any Service]

    init(_ host: Host) throws {
        let configuration = try Configuration(host.configuration)
        let store = AppStore(pool: host.pool, feed: host.feed, address: configuration.address)
        let vault = VariableVault(
            masterKey: configuration.masterKey, own: configuration.envelope, gateway: configuration.gateway, build: configuration.build)
        let log = host.log

        let follows = Nudge(), requests = Nudge(), deletions = Nudge()
        let relay = NudgeRelay(
            service: host.name, nats: host.nats, nudges: ["follows": follows, "requests": requests, "deletions": deletions])
        let subjects = Subjects.table(
            store, vault, changed: { relay("follows") },
            going: {
                relay("deletions")
                relay("follows")
            })
        let resealing = Resealing(configuration.masterKey, host.pool, VariableVault.rows("variables"), VariableVault.rows("config_variables"))
        services = [
            relay,
            Reconciler("resealing", every: .seconds(5), nudge: Nudge(), log: log, pass: resealing.pass),
            Reconciler(
                "follows", every: .seconds(5), nudge: follows, log: log, pass: FollowReconciler(store: store, rpc: host.rpc, log: log).pass),
            Reconciler(
                "requests", every: .seconds(5), nudge: requests, log: log,
                pass: DeploymentRequestReconciler(store: store, rpc: host.rpc, log: log).pass),
            Reconciler(
                "deletions", every: .seconds(1), nudge: deletions, log: log,
                pass: DeletionReconciler(store: store, rpc: host.rpc, log: log).pass),
            ChangeConsumer(
                producer: "build", of: ["source"], pool: host.pool, nats: host.nats, rpc: host.rpc, log: log,
                resync: { try await store.followAllAgain() },
                apply: { db, change in
                    if change.verb == "moved" { try db.order(try change.decode(Proto.SourceMoved.self)) }
                },
                committed: { requests() }),
            ChangeConsumer(
                producer: "deploy", of: ["app"], pool: host.pool, nats: host.nats, rpc: host.rpc, log: log,
                resync: { log.warning("statuses of apps may be old until they change again") },
                apply: { db, change in try db.keep(try change.decode(Proto.AppStatus.self)) },
                committed: {}),
            host.server(subjects),
        ]
    }
}
