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
        let store = ProjectStore(pool: host.pool, committed: host.feed.committed)
        let nudge = Nudge()
        let deletions = DeletionReconciler(store: store, rpc: host.rpc, log: host.log)
        let subjects = Subjects.table(store, quota: configuration.projectsPerAccount, retention: configuration.retention, deletions: nudge)
        services = [
            Reconciler(
                "deletions", every: configuration.deletionInterval, nudge: nudge, log: host.log, pass: deletions.pass),
            host.server(subjects),
        ]
    }
}
