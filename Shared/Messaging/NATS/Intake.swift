internal import CNats
internal import Synchronization

/// The subscriptions of a connection that end in mailboxes. libnats queues their messages; the loop moves them on
/// while the mailbox has room, so that a message wakes no thread but its consumer's.
final class Intake: Sendable {
    private struct Line {
        /// The subscription's address; it lives as long as the connection.
        let subscription: UInt
        let mailbox: Mailbox
        /// Nothing new is heard: what is still here is the last.
        var isEnding = false
    }

    private let lines = Mutex<[Line]>([])

    func add(_ subscription: OpaquePointer, _ mailbox: Mailbox) {
        lines.withLock { $0.append(Line(subscription: UInt(bitPattern: subscription), mailbox: mailbox)) }
    }

    func subscription(of mailbox: Mailbox) -> OpaquePointer? {
        lines.withLock { lines in
            lines.first { $0.mailbox === mailbox }.flatMap { OpaquePointer(bitPattern: $0.subscription) }
        }
    }

    /// The mailbox ends after what is already here.
    func end(_ mailbox: Mailbox) {
        lines.withLock { lines in
            if let index = lines.firstIndex(where: { $0.mailbox === mailbox }) { lines[index].isEnding = true }
        }
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
        lines.withLock { lines in lines.removeAll { !Self.move($0) } }
    }

    /// False when nothing more will come.
    private static func move(_ line: Line) -> Bool {
        let subscription = OpaquePointer(bitPattern: line.subscription)
        while !line.mailbox.isAbandoned {
            guard line.mailbox.takeRoom() else { return true }
            var message: OpaquePointer?
            let status = natsSubscription_NextMsg(&message, subscription, 0)
            guard status == NATS_OK, let message else {
                line.mailbox.leaveRoom()
                switch status {
                // Says once that messages were dropped, which the connection's error handler has been told; the rest is there.
                case NATS_SLOW_CONSUMER: continue
                case NATS_TIMEOUT where !line.isEnding: return true
                default:
                    line.mailbox.finish()
                    return false
                }
            }
            line.mailbox.put(NATSMessage(copying: message))
            SpentMessages.shared.add(message)
        }
        _ = natsSubscription_Unsubscribe(subscription)
        line.mailbox.finish()
        return false
    }
}
