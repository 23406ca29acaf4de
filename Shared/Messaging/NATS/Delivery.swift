internal import CNats

/// What libnats holds of ours for one subscription: retained when it subscribes, released in its last callback.
final class Delivery: Sendable {
    /// On the delivery thread. False: nobody listens, unsubscribe.
    private let receive: @Sendable (OpaquePointer) -> Bool
    private let ended: @Sendable () -> Void
    /// Frees a delivery thread that waits for room.
    let abandon: @Sendable () -> Void

    init(
        receive: @escaping @Sendable (OpaquePointer) -> Bool, ended: @escaping @Sendable () -> Void = {},
        abandon: @escaping @Sendable () -> Void = {}
    ) {
        self.receive = receive
        self.ended = ended
        self.abandon = abandon
    }

    convenience init(to mailbox: Mailbox) {
        self.init(
            receive: { mailbox.deliver(NATSMessage(copying: $0)) }, ended: { mailbox.finish() }, abandon: { mailbox.abandon() })
    }

    /// Subscribes; the subscription lives as long as the connection (libnats 3.4 reads a destroyed one when a message arrives
    /// at that moment). A retained reference is lost, and freed never, should the subscription end inside this call.
    func subscribe(_ connection: OpaquePointer, _ subject: String, queue: String?) throws(NATSError) -> OpaquePointer {
        let closure = Unmanaged.passRetained(self)
        var subscription: OpaquePointer?
        let status =
            if let queue {
                natsConnection_QueueSubscribe(&subscription, connection, subject, queue, Self.onMessage, closure.toOpaque())
            } else {
                natsConnection_Subscribe(&subscription, connection, subject, Self.onMessage, closure.toOpaque())
            }
        guard status == NATS_OK, let subscription else {
            closure.release()
            throw NATSError(status: status, doing: "subscribing to \(subject)")
        }
        _ = natsSubscription_SetOnCompleteCB(subscription, Self.onComplete, closure.toOpaque())
        _ = natsSubscription_SetPendingLimits(subscription, 4096, 32 * 1024 * 1024)
        return subscription
    }

    private static let onMessage: natsMsgHandler = { _, subscription, message, closure in
        guard let message, let closure else { return }
        defer { natsMsg_Destroy(message) }
        let delivery = Unmanaged<Delivery>.fromOpaque(closure).takeUnretainedValue()
        if !delivery.receive(message) { _ = natsSubscription_Unsubscribe(subscription) }
    }

    private static let onComplete: natsOnCompleteCB = { closure in
        guard let closure else { return }
        Unmanaged<Delivery>.fromOpaque(closure).takeRetainedValue().ended()
    }
}
