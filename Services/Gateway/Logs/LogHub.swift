import Core
import Logging
import Messages
import Messaging
import ServiceLifecycle
import Synchronization
import Wire

/// Hands the lines that were just stored to the followers of this gateway: one subscription for all, however many follow.
///
/// Lossy by nature, and bounded: a follower that is slow loses its buffer, not its lines, since it knows the sequence and
/// reads from the log service what it missed.
final class LogHub: Service, Sendable {
    private let nats: NATSConnection
    private let log: Logger
    private let followers = Mutex<[String: [ObjectIdentifier: LogBuffer]]>([:])

    init(nats: NATSConnection, log: Logger) {
        self.nats = nats
        self.log = log
    }

    func add(_ buffer: LogBuffer, to app: String) {
        followers.withLock { $0[app, default: [:]][ObjectIdentifier(buffer)] = buffer }
    }

    func remove(_ buffer: LogBuffer, from app: String) {
        followers.withLock { followers in
            followers[app]?[ObjectIdentifier(buffer)] = nil
            if followers[app]?.isEmpty ?? false { followers[app] = nil }
        }
    }

    func run() async throws {
        try await cancelWhenGracefulShutdown {
            let mailbox = try await self.nats.subscribe("live.v1.log.>", capacity: 256)
            for await message in mailbox {
                self.deliver(message)
                mailbox.done()
            }
        }
    }

    /// Decoded once for all followers, and not at all for an app that nobody follows.
    func deliver(_ message: NATSMessage) {
        guard let app = message.subject.split(separator: ".").last.map(String.init) else { return }
        let buffers = followers.withLock { $0[app].map { Array($0.values) } ?? [] }
        guard !buffers.isEmpty else { return }
        do {
            let lines = try Proto.LiveLines(decoding: message.body)
            for buffer in buffers { buffer.add(lines) }
        } catch {
            log.warning("a live message that can't be read", metadata: ["subject": "\(message.subject)", "error": "\(String(reflecting: error))"])
        }
    }
}
