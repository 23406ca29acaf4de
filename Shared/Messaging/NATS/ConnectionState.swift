internal import CNats
internal import Core
internal import Logging
internal import Synchronization
internal import Telemetry

/// What is known of the connection, as libnats' callback thread tells it, and who waits for that.
final class ConnectionState: Sendable {
    private struct Inside {
        var isConnected = false
        /// libnats is through with the connection of the moment.
        var isLost = false
        /// There will be no other.
        var isClosed = false
        var connects = 0
        var nextTicket = 0
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var reconnects: [Int: AsyncStream<Void>.Continuation] = [:]
        var inboxes: [Inbox] = []
        var mailboxes: [Mailbox] = []
    }

    private let inside = Mutex(Inside())
    private let log: Logger

    init(log: Logger) {
        self.log = log
    }

    var isConnected: Bool { inside.withLock { $0.isConnected } }
    var isClosed: Bool { inside.withLock { $0.isClosed } }

    func add(_ inbox: Inbox) {
        inside.withLock { $0.inboxes.append(inbox) }
    }

    /// Subscriptions live as long as the connection, so there are few.
    func add(_ mailbox: Mailbox) {
        inside.withLock { $0.mailboxes.append(mailbox) }
    }

    /// What is open and in use now, for `/metrics`.
    func measure() {
        let (isConnected, inboxes, mailboxes) = inside.withLock { ($0.isConnected, $0.inboxes, $0.mailboxes) }
        MessagingMetrics.connected.set(isConnected ? 1 : 0)
        MessagingMetrics.outstanding.set(inboxes.reduce(0) { $0 + $1.count })
        for (subject, mailboxes) in Dictionary(grouping: mailboxes, by: \.subject) {
            MessagingMetrics.capacity.set(mailboxes.reduce(0) { $0 + $1.capacity }, subject)
            MessagingMetrics.used.set(mailboxes.reduce(0) { $0 + $1.used }, subject)
        }
    }

    /// Returns when connected, closed or cancelled.
    func settled() async {
        while !inside.withLock({ $0.isConnected || $0.isClosed }) && !Task.isCancelled { await waiting { $0.isConnected || $0.isClosed } }
    }

    /// Returns when libnats is through with the connection, or cancelled.
    func lost() async {
        while !inside.withLock({ $0.isLost }) && !Task.isCancelled { await waiting { $0.isLost } }
    }

    func reconnects() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let ticket: Int? = inside.withLock { inside in
            guard !inside.isClosed else { return nil }
            inside.nextTicket += 1
            inside.reconnects[inside.nextTicket] = continuation
            return inside.nextTicket
        }
        guard let ticket else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in _ = self?.inside.withLock { $0.reconnects.removeValue(forKey: ticket) } }
        return stream
    }

    private func waiting(_ isDone: @Sendable (borrowing Inside) -> Bool) async {
        let ticket = inside.withLock { inside in
            inside.nextTicket += 1
            return inside.nextTicket
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = inside.withLock { inside in
                    if isDone(inside) || Task.isCancelled { return true }
                    inside.waiting[ticket] = continuation
                    return false
                }
                if now { continuation.resume() }
            }
        } onCancel: {
            inside.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }

    // Told by `NATSHandle` and by libnats.

    func willConnect() {
        change { $0.isLost = false }
    }

    func didConnect() {
        change { inside in
            // It may be lost again already.
            inside.isConnected = !inside.isLost
            inside.connects += 1
        }
        guard inside.withLock({ $0.connects }) > 1 else { return }
        log.info("reconnected to NATS")
        MessagingMetrics.reconnects.increment()
        for stream in inside.withLock({ Array($0.reconnects.values) }) { stream.yield() }
    }

    /// What follows is no loss.
    func willClose() {
        change { $0.isConnected = false }
    }

    func didLose() {
        if isConnected { log.warning("lost the connection to NATS") }
        let inboxes = change { inside in
            inside.isConnected = false
            inside.isLost = true
        }
        for inbox in inboxes { inbox.failAll(.lost) }
    }

    func didClose() {
        let inboxes = change { inside in
            inside.isConnected = false
            inside.isClosed = true
        }
        for inbox in inboxes { inbox.failAll(.lost) }
        let streams = inside.withLock { inside in
            defer { inside.reconnects = [:] }
            return Array(inside.reconnects.values)
        }
        for stream in streams { stream.finish() }
    }

    func didFail(_ status: natsStatus, subject: String?, text: String?) {
        let what = String(cString: natsStatus_GetText(status))
        switch status {
        case NATS_SLOW_CONSUMER:
            MessagingMetrics.slow.increment()
            log.warning("messages are being dropped: they come faster than they are handled", metadata: ["subject": "\(subject ?? "")"])
        case NATS_NOT_PERMITTED:
            log.error("NATS does not permit that", metadata: ["error": "\(text ?? what)"])
            guard let text, let refused = Self.publishSubject(in: text) else { return }
            for inbox in inside.withLock({ $0.inboxes }) { inbox.fail(subject: refused) }
        default:
            log.warning("NATS reported an error", metadata: ["error": "\(text ?? what)"])
        }
    }

    /// `Permissions Violation for Publish to "rpc.v1.x.y"`
    private static func publishSubject(in text: String) -> String? {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0].lowercased().contains("publish") else { return nil }
        return String(parts[1])
    }

    @discardableResult
    private func change(_ body: @Sendable (inout Inside) -> Void) -> [Inbox] {
        let (waiting, inboxes) = inside.withLock { inside in
            body(&inside)
            defer { inside.waiting = [:] }
            return (inside.waiting, inside.inboxes)
        }
        for continuation in waiting.values { continuation.resume() }
        return inboxes
    }
}
