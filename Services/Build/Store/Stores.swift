import Hosting

/// The stores of this database.
struct Stores: Sendable {
    let builds: BuildStore
    let sources: SourceStore
    let collections: CollectionStore
    let gate: RegistryGate

    init(_ host: Host) {
        builds = BuildStore(pool: host.pool, feed: host.feed)
        sources = SourceStore(pool: host.pool, feed: host.feed)
        collections = CollectionStore(pool: host.pool)
        gate = RegistryGate(pool: host.pool)
    }
}
