import ChangeFeed
import Hosting
import Messages

/// Hears how the builds go on that deployments wait for.
struct BuildFollower: Sendable {
    let store: DeployStore

    /// A feed that was missed costs nothing: who waits for a build asks for it every few seconds anyway.
    func consumer(_ host: Host) -> ChangeConsumer {
        ChangeConsumer(
            producer: "build", of: ["build"], pool: host.pool, nats: host.nats, rpc: host.rpc, log: host.log,
            resync: {},
            apply: { db, change in try db.noteBuild(try change.decode(Proto.Build.self)) },
            committed: { store.committed(.sagas) })
    }
}
