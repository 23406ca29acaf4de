internal import CNats
internal import Synchronization

/// The subscriptions of a connection that end in mailboxes. libnats queues their messages; the loop moves them on
/// while the mailbox has room, so that a message wakes no thread but its consumer's.
final class Intake: Sendable {
    private struct Line {
        /// The subscription's address; it lives as long as the connection, and this line does not outlive it.
        let subscription: UInt
        let mailbox: Mailbox
        /// Nothing new is heard: what is still here is the last.
        var isEnding = false
    }

    private let lines = Mutex<[Line]>([])
    /// Told of a mailbox that nobody reads any more, whose subscription is not read any more either.
    private let abandoned: @Sendable (Mailbox) -> Void

    init(abandoned: @escaping @Sendable (Mailbox) -> Void) {
        self.abandoned = abandoned
    }

    func add(_ subscription: OpaquePointer, _ mailbox: Mailbox) {
        lines.withLock { $0.append(Line(subscription: UInt(bitPattern: subscription), mailbox: mailbox)) }
    }

    /// The mailbox ends after what is already here.
    func end(_ mailbox: Mailbox) {
        let isHere = lines.withLock { lines in
            guard let index = lines.firstIndex(where: { $0.mailbox === mailbox }) else { return false }
            lines[index].isEnding = true
            return true
        }
        if !isHere { mailbox.finish() }
    }

    /// No subscription is touched any more; the mailboxes wait for the next connection.
    func loseAll() {
        let last = lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
        for line in last where line.isEnding { line.mailbox.finish() }
    }

    /// Every mailbox ends, and no subscription is touched any more.
    func endAll() {
        let last = lines.withLock { lines in
            defer { lines = [] }
            return lines
        }
        for line in last { line.mailbox.finish() }
    }

    /// Moves on what there is room for.
    func move() {
        let left = lines.withLock { lines in
            var left: [Mailbox] = []
            lines.removeAll { line in
                if line.mailbox.isAbandoned { left.append(line.mailbox) }
                return line.mailbox.isAbandoned || !Self.move(line)
            }
            return left
        }
        for mailbox in left {
            mailbox.finish()
            abandoned(mailbox)
        }
    }

    /// False when nothing more will come.
    private static func move(_ line: Line) -> Bool {
        let subscription = OpaquePointer(bitPattern: line.subscription)
        while line.mailbox.takeRoom() {
            var message: OpaquePointer?
            let status = natsSubscription_NextMsg(&message, subscription, 0)
            guard status == NATS_OK, let message else {
                line.mailbox.leaveRoom()
                switch status {
                // Says once that messages were dropped, which the connection's error handler has been told; the rest is there.
                // An answer that says that nobody listens is none; who waits for answers here counts those that come.
                case NATS_SLOW_CONSUMER, NATS_NO_RESPONDERS: continue
                case NATS_TIMEOUT where !line.isEnding, NATS_CONNECTION_CLOSED where !line.isEnding: return true
                default:
                    line.mailbox.finish()
                    return false
                }
            }
            line.mailbox.put(NATSMessage(copying: message))
            SpentMessages.shared.add(message)
        }
        return true
    }
}
