import ChangeFeed
import Core
import Logging
import Messages
import Messaging
import Postgres
import ServiceLifecycle
import Synchronization
import Wire

/// Turns the facts of the other services into the events that clients follow, and wakes the streams of all replicas.
///
/// The row is written with the consumer's cursor, so each fact is told once; the wake is sent after the commit and may be
/// lost, which a stream heals by looking every two seconds.
final class EventFeed: Service, Sendable {
    private let store: EventStore
    private let nats: NATSConnection
    private let log: Logger
    private let nudge = Nudge()
    /// The newest number per project that nobody was woken for. Bounded by the number of projects between two commits.
    private let unsaid = Mutex<[ProjectID: Int64]>([:])

    init(store: EventStore, nats: NATSConnection, log: Logger) {
        self.store = store
        self.nats = nats
        self.log = log
    }

    func consumer(of producer: String, _ entities: [String], rpc: RPCClient) -> ChangeConsumer {
        ChangeConsumer(
            producer: producer, of: entities, pool: store.pool, nats: nats, rpc: rpc, log: log,
            resync: { [store] in try await store.resetAll() },
            apply: { [self] (db: isolated PostgresConnection, change: Change) throws in
                guard let event = try EventTranslation.event(of: change, from: producer) else { return }
                let seq = try EventStore.add(event, db)
                unsaid.withLock { $0[event.project] = seq }
            },
            committed: { [nudge] in nudge() })
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.nudge.wait(atMost: .seconds(30))
                await self.say()
            }
        }
    }

    private func say() async {
        let events = unsaid.withLock { unsaid in
            defer { unsaid = [:] }
            return unsaid
        }
        for (project, seq) in events {
            do {
                let event = Proto.LiveEvent(projectID: project.description, seq: UInt64(seq))
                try nats.publish("live.v1.event.\(project).\(seq)", try event.encoded())
            } catch {
                log.debug("waking the event streams", metadata: ["error": "\(String(reflecting: error))"])
            }
        }
    }
}
