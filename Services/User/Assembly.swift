import ChangeFeed
import Core
import Hosting
import Reconciliation
import ServiceLifecycle

/// The parts of this service, in the order in which they depend on one another.
struct Assembly {
    let services: [any Service]

    init(_ host: Host) throws {
        let configuration = try Configuration(host.configuration)
        let stores = Stores(
            pool: host.pool, sessionLifetime: configuration.sessionLifetime, tokensPerAccount: configuration.tokensPerAccount,
            committed: host.feed.committed)
        let passwords = Passwords(envelope: configuration.envelope, lanes: configuration.passwordLanes)
        let expiry = ExpiryReconciler(stores: stores, log: host.log)
        services = [
            Reconciler("expiry", every: .seconds(60), nudge: Nudge(), log: host.log, pass: expiry.pass),
            host.server(Subjects.table(stores, passwords)),
        ]
    }
}
