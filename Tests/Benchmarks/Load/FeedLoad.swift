import ChangeFeed
import Core
import Identity
import Logging
import Messages
import Messaging
import Postgres
import ServiceLifecycle
import Synchronization
import Wire

/// A fact on its way: recorded and committed in one database, applied and committed in another.
struct FeedLoad: Load {
    /// Facts that may be on their way at once: what is measured is a flow, not a heap.
    private static let mostOpen = 1_000

    private let producer: PostgresPool
    private let feed: ChangeFeed
    private let journey = Journey()

    init(_ given: Given, _ log: Logger) async throws {
        producer = given.pool(given["PRODUCER"], size: 8, log: log)
        let reader = given.pool(given["CONSUMER"], size: 4, log: log)
        let notes = Migration("m0001_create_notes", sql: "CREATE TABLE notes (id uuid PRIMARY KEY, note text NOT NULL)")
        for pool in [producer, reader] { try await Migrator.migrate(pool, ChangeFeed.migrations + [notes]) }

        let nats = try await given.bus("bench-feed", log: log), readerNATS = try await given.bus("bench-reader", log: log)
        let feed = ChangeFeed(service: "bench", pool: producer, nats: nats, log: log)
        self.feed = feed
        let changes = RPCMethod<Proto.ChangesRequest, Proto.ChangesReply>("bench", "internal.changes")
        let server = SubjectTable(service: "bench")
            .answer(changes) { (request, _) async throws(Fault) in try await feed.answer(request) }
            .server(nats: nats, verifier: try .init(publicKey: given.signer.publicKey), log: log)
        let journey = journey
        let consumer = ChangeConsumer(
            producer: "bench", of: ["note"], pool: reader, nats: readerNATS, rpc: RPCClient(nats: readerNATS, service: "benchreader"),
            log: log, resync: {},
            apply: { db, change in
                guard let id = AppID(change.entityID) else { return }
                try db.execute("INSERT INTO notes (id, note) VALUES (\(id), \("applied"))")
                journey.applied(id)
            },
            committed: { journey.arrived() })
        Task { try await feed.publisher.run() }
        Task { try await server.run() }
        Task { try await consumer.run() }
    }

    func run(_ window: Window) async throws -> Figures {
        let start = ContinuousClock.now
        journey.begin()
        if window.rate > 0 { try await steadily(window, from: start) } else { try await asFastAsPossible(window, from: start) }
        let patience = ContinuousClock.now + .seconds(30)
        while journey.open > 0 {
            guard ContinuousClock.now < patience else { throw Fault.internal("\(journey.open) facts did not arrive") }
            try await Task.sleep(for: .milliseconds(1))
        }
        return Figures(journey.took, in: (journey.last ?? start) - start)
    }

    private func asFastAsPossible(_ window: Window, from start: ContinuousClock.Instant) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<window.width {
                group.addTask {
                    while ContinuousClock.now < start + window.duration {
                        if journey.open < Self.mostOpen { try await record() } else { try await Task.sleep(for: .milliseconds(1)) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    private func steadily(_ window: Window, from start: ContinuousClock.Instant) async throws {
        let pause = Duration.seconds(1 / window.rate)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Int(window.duration.inSeconds * window.rate) {
                try await Task.sleep(until: start + pause * number, tolerance: .zero, clock: .continuous)
                group.addTask { try await record() }
            }
            try await group.waitForAll()
        }
    }

    private func record() async throws {
        let id = AppID()
        journey.left(id)
        try await producer.transaction("recording a note") { db in
            try db.execute("INSERT INTO notes (id, note) VALUES (\(id), \("recorded"))")
            try db.record(Fact(entity: "note", verb: "written", project: nil, id: id.description, payload: Proto.StringValue(value: "recorded")))
        }
        journey.committed(id)
        feed.committed()
    }
}

/// When each fact was committed by its producer, and when by its reader.
private final class Journey: Sendable {
    private struct Inside {
        var open = 0
        var committed: [AppID: ContinuousClock.Instant] = [:]
        var applied: [AppID] = []
        var early: Set<AppID> = []
        var took: [Int64] = []
        var last: ContinuousClock.Instant?
    }

    private let inside = Mutex(Inside())

    var open: Int { inside.withLock { $0.open } }
    var took: [Int64] { inside.withLock { $0.took } }
    var last: ContinuousClock.Instant? { inside.withLock { $0.last } }

    func begin() { inside.withLock { $0 = Inside() } }
    func left(_ id: AppID) { inside.withLock { $0.open += 1 } }

    func committed(_ id: AppID) {
        inside.withLock { inside in
            // The reader may be faster than the task that recorded the fact is woken.
            if inside.early.remove(id) == nil { inside.committed[id] = .now }
        }
    }

    func applied(_ id: AppID) { inside.withLock { $0.applied.append(id) } }

    func arrived() {
        inside.withLock { inside in
            let now = ContinuousClock.now
            for id in inside.applied {
                if let begun = inside.committed.removeValue(forKey: id) {
                    inside.took.append((now - begun).nanoseconds)
                } else {
                    inside.early.insert(id)
                    inside.took.append(0)
                }
                inside.open -= 1
            }
            inside.applied = []
            inside.last = now
        }
    }
}
