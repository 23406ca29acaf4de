import Core
import Logging
import Messaging
import ServiceLifecycle
import Synchronization

/// Wakes this gateway's event streams when a row was written, by whichever replica.
final class EventHub: Service, Sendable {
    private struct Listener {
        let signal: StreamSignal
        /// Nil for a stream over several projects, which is woken by every event and looks which are its own.
        let project: String?
    }

    private let nats: NATSConnection
    private let listeners = Mutex<[ObjectIdentifier: Listener]>([:])

    init(nats: NATSConnection) {
        self.nats = nats
    }

    func add(_ signal: StreamSignal, _ scope: EventScope) {
        let project: String? = if case .project(let id, _) = scope { id.description } else { nil }
        listeners.withLock { $0[ObjectIdentifier(signal)] = Listener(signal: signal, project: project) }
    }

    func remove(_ signal: StreamSignal) {
        listeners.withLock { $0[ObjectIdentifier(signal)] = nil }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let mailbox = try await self.nats.subscribe("live.v1.event.>", capacity: 256)
            for await message in mailbox {
                // live.v1.event.<project>.<seq>
                let parts = message.subject.split(separator: ".")
                if parts.count == 5 { self.wake(String(parts[3])) }
                mailbox.done()
            }
        }
    }

    func wake(_ project: String) {
        let signals = listeners.withLock { $0.values.filter { $0.project == nil || $0.project == project }.map(\.signal) }
        for signal in signals { signal.wake() }
    }
}
