package import Core
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Nudges between the replicas of one service: work that one made is picked up by another at once, not at the next sweep.
///
///     let relay = NudgeRelay(service: "build", nats: nats, nudges: ["queue": queueNudge])
///     relay("queue")      // here and everywhere
///
/// A hint like every message: it is published once per name however often it is called meanwhile, and when the bus is away
/// it is lost and the clock heals it.
package struct NudgeRelay: Service {
    private let service: String
    private let nats: NATSConnection
    private let nudges: [String: Nudge]
    /// Tells our own echo apart.
    private let sender = Random.bytes(8)
    private let outbox = Outbox()

    package init(service: String, nats: NATSConnection, nudges: [String: Nudge]) {
        self.service = service
        self.nats = nats
        self.nudges = nudges
    }

    /// Nudges the loop of that name in this process and in the other replicas. Never waits.
    package func callAsFunction(_ name: String) {
        precondition(nudges[name] != nil, "no nudge is called \(name)")
        nudges[name]?()
        outbox.names.withLock { _ = $0.insert(name) }
        outbox.wake()
    }

    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await hear() }
                group.addTask { await tell() }
                try await group.next()
                group.cancelAll()
            }
        }
    }

    private func hear() async throws {
        let prefix = "nudge.v1.\(service)."
        let mailbox = try await nats.subscribe(prefix + "*", capacity: 64)
        for await message in mailbox {
            defer { mailbox.done() }
            guard message.body != sender else { continue }
            nudges[String(message.subject.dropFirst(prefix.count))]?()
        }
    }

    private func tell() async {
        while !Task.isCancelled {
            await outbox.wake.wait(atMost: .seconds(60))
            let names = outbox.names.withLock { names in
                defer { names = [] }
                return names
            }
            for name in names { try? nats.publish("nudge.v1.\(service).\(name)", sender) }
        }
    }

    private final class Outbox: Sendable {
        let names = Mutex<Set<String>>([])
        let wake = Nudge()
    }
}
